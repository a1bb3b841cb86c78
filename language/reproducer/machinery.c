#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MB2 (2UL << 20)
#define GB1 (1UL << 30)
#define END (-1L)    /* to the end of a mapping */
#define NOBODY (-1)  /* what no process of the story does, this program does */
#define NO_NODE (-1)

/* No story needs all of them. */
#define CALL static __attribute__((unused))

/* Who takes the next step: true for the one process whose turn it is. What a model of the kernel says comes with it. */
static bool turn(int who, const char *what, const char *result, long total, long free, long rsvd, long surp);
/* What the step came to: -1 = errno. */
static void came_to(long value);

CALL long map(int mapping, const char *path, size_t page, size_t bytes, int protection, int flags, off_t offset);
CALL long read_pages(int mapping, long from, long to);
CALL long write_pages(int mapping, long from, long to);
CALL long unmap(int mapping, long from, long to);
CALL long lock(int mapping, long from, long to);
CALL long unlock(int mapping, long from, long to);
CALL long protect(int mapping, long from, long to, int protection);
CALL long advise(int mapping, long from, long to, int advice);
CALL long bind_pages(int mapping, long from, long to, int mode, unsigned long nodes);
CALL long remap(int mapping, size_t bytes, bool fixed);
CALL long set_policy(int mode, unsigned long nodes);
CALL long set_size(const char *path, off_t bytes);
CALL long allocate(const char *path, off_t from, off_t to, bool punch);
CALL long make_child(int child, bool vfork);
CALL long start_anew(void);
CALL long leave(void);
CALL long wait_for(int child);
CALL long send_signal(int target, int signal, bool ends);
CALL long make_segment(int segment, size_t bytes, int flags);
CALL long attach(int mapping, int segment, int flags);
CALL long detach(int mapping);
CALL long remove_segment(int segment);
CALL long set_pool(const char *what, size_t page, int node, long pages);

/* The machine of the story. */
CALL void pool(size_t page, long pages, long overcommit);
CALL void node_pages(int node, long pages);
CALL void mount_at(const char *path, size_t page, long size, long min_size);
CALL void group(const char *name, size_t page, long limit, long rsvd);
CALL void process(int who, int node, const char *cgroup);

/*@story@*/

/* ---- everything below only makes the story happen, one step after the other ---- */

enum { SLOWEST_MS = 120000, SLOWEST_END_MS = 20000, STACK = 64 << 10, POOLS = 2, NODES = 16 };

/* What a step came to, where no errno says it. */
enum { AN_ERRNO, DEAD, NO_MAPPING, NO_SEGMENT, BLOCKED, HANG, A_SIGNAL };
static const char *const words[] = {"", "dead", "nomap", "noshm", "blocked", "HANG", ""};

struct mapping {
  char *at; /* NULL = it never came to be */
  size_t page, length;
  long pages; /* as it was first made */
};

/* What all processes see; it outlives an exec. */
static struct {
  volatile int turn; /* number of the step that is taken; from 1 */
  volatile bool done;
  volatile int owner; /* whose turn it is */
  volatile int word, error;
  volatile int killed; /* process + 1 that must be dead before the story goes on */
  struct {
    pid_t pid;
    int memory;
    int suspended_by; /* process + 1: its vfork child */
    volatile bool dead;
    int signal;
  } process[PROCESSES];
  struct mapping mapping[MEMORIES][MAPPINGS];
  int memories;
  int segment[SEGMENTS]; /* id + 1 */
} *shared;

/* A vfork child changes these, which no compiler expects of clone (it is a leaf to it). */
static volatile int me = NOBODY, step;
static int shared_file, differences;
static pid_t director;
static char folder[] = "/tmp/hugetlb-XXXXXX";
static struct {
  size_t page;
  long pages, overcommit;
} before[POOLS];
static const char *mounted[MOUNTS], *grouped[GROUPS];
static int pools, mounts, groups, nodes;
static long pages_of_node[NODES];
static bool lends_hugetlb;
static char vfork_stack[PROCESSES][STACK] __attribute__((aligned(16)));

/* ---- words ---- */

static const char *errno_name(int error) {
  static const struct {
    int error;
    const char *name;
  } known[] = {{0, "ok"},           {EPERM, "EPERM"},   {ENOENT, "ENOENT"}, {EINTR, "EINTR"},   {EIO, "EIO"},
               {EBADF, "EBADF"},    {ECHILD, "ECHILD"}, {EAGAIN, "EAGAIN"}, {ENOMEM, "ENOMEM"}, {EACCES, "EACCES"},
               {EFAULT, "EFAULT"},  {EBUSY, "EBUSY"},   {EEXIST, "EEXIST"}, {EINVAL, "EINVAL"}, {EFBIG, "EFBIG"},
               {ENOSPC, "ENOSPC"},  {EIDRM, "EIDRM"},   {ENOSYS, "ENOSYS"}, {ESRCH, "ESRCH"},   {EDQUOT, "EDQUOT"},
               {EOPNOTSUPP, "EOPNOTSUPP"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].error == error) return known[i].name;
  return strerror(error);
}

static const char *signal_name(int number) {
  static const struct {
    int number;
    const char *name;
  } known[] = {{SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"}, {SIGILL, "SIGILL"},
               {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
               {SIGKILL, "SIGKILL"}, {SIGUSR1, "SIGUSR1"}, {SIGSEGV, "SIGSEGV"}, {SIGUSR2, "SIGUSR2"},
               {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGTERM, "SIGTERM"}, {SIGXCPU, "SIGXCPU"},
               {SIGXFSZ, "SIGXFSZ"}, {SIGSYS, "SIGSYS"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].number == number) return known[i].name;
  return strsignal(number);
}

/* ---- files of the kernel ---- */

static void clean_up(void);

__attribute__((noreturn, format(printf, 1, 2))) static void give_up(const char *format, ...) {
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  clean_up();
  exit(2);
}

static bool write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY);
  if (file < 0) return false;
  bool written = write(file, text, strlen(text)) == (ssize_t)strlen(text);
  int error = errno;
  close(file);
  errno = error;
  return written;
}

static bool write_number(const char *path, long number) {
  char text[32];
  snprintf(text, sizeof text, "%ld", number);
  return write_file(path, text);
}

static bool read_file(const char *path, char *text, size_t room) {
  int file = open(path, O_RDONLY);
  if (file < 0) return false;
  ssize_t length = read(file, text, room - 1);
  close(file);
  if (length < 0) return false;
  text[length] = 0;
  return true;
}

static void pool_path(char *path, size_t room, size_t page, int node, const char *what) {
  char place[64] = "/sys/kernel/mm";
  if (node != NO_NODE) snprintf(place, sizeof place, "/sys/devices/system/node/node%d", node);
  snprintf(path, room, "%s/hugepages/hugepages-%zukB/%s", place, page >> 10, what);
}

static long counter(size_t page, const char *what) {
  char path[160], text[32];
  pool_path(path, sizeof path, page, NO_NODE, what);
  if (!read_file(path, text, sizeof text)) give_up("This kernel has no huge pages of %zu kB (%s).", page >> 10, path);
  return (long)strtoull(text, NULL, 10);
}

static long set_pool(const char *what, size_t page, int node, long pages) {
  char path[160];
  pool_path(path, sizeof path, page, node, what);
  return write_number(path, pages) ? 0 : -1;
}

/* ---- the machine ---- */

static void pool(size_t page, long pages, long overcommit) {
  long total = counter(page, "nr_hugepages"), unused = counter(page, "free_hugepages");
  if (total != unused || counter(page, "resv_hugepages") != 0)
    give_up("Somebody uses huge pages already: %ld of %ld are free.", unused, total);
  before[pools].page = page;
  before[pools].pages = total;
  before[pools++].overcommit = counter(page, "nr_overcommit_hugepages");
  set_pool("nr_overcommit_hugepages", page, NO_NODE, 0);
  if (nodes == 0 || page != MB2) {
    if (set_pool("nr_hugepages", page, NO_NODE, pages) != 0) give_up("The pool cannot be set: run it as root.");
  } else {
    /* The last two leave the kernel's round robin at node 0. */
    for (int node = nodes - 1; node > 0; node--) set_pool("nr_hugepages", page, node, pages_of_node[node]);
    set_pool("nr_hugepages", page, 0, pages_of_node[0] + 1);
    set_pool("nr_hugepages", page, 0, pages_of_node[0]);
  }
  set_pool("nr_overcommit_hugepages", page, NO_NODE, overcommit);
  if (counter(page, "nr_hugepages") != pages || counter(page, "free_hugepages") != pages)
    give_up("The kernel found only %ld of %ld huge pages of %zu kB: try again right after a boot.",
            counter(page, "nr_hugepages"), pages, page >> 10);
}

static void node_pages(int node, long pages) {
  char path[64];
  snprintf(path, sizeof path, "/sys/devices/system/node/node%d", node);
  if (access(path, F_OK) != 0) give_up("This machine has no node %d.", node);
  pages_of_node[node] = pages;
  if (node >= nodes) nodes = node + 1;
}

static void mount_at(const char *path, size_t page, long size, long min_size) {
  char options[128];
  int used = snprintf(options, sizeof options, "pagesize=%zuK", page >> 10);
  if (size >= 0) used += snprintf(options + used, sizeof options - (size_t)used, ",size=%zuK", (size_t)size * (page >> 10));
  if (min_size >= 0) snprintf(options + used, sizeof options - (size_t)used, ",min_size=%zuK", (size_t)min_size * (page >> 10));
  mkdir(path, 0700);
  if (mount("none", path, "hugetlbfs", 0, options) != 0) give_up("mount -t hugetlbfs -o %s: %s", options, strerror(errno));
  mounted[mounts++] = path;
}

/* Below a place of its own for the tree of control groups. */
#define GROUPS_ROOT "groups"
#define GROUP GROUPS_ROOT "/hugetlb-story-"

static void find_groups(void) {
  char text[1024];
  mkdir(GROUPS_ROOT, 0700);
  if (mount("none", GROUPS_ROOT, "cgroup2", 0, NULL) != 0) give_up("There are no control groups (cgroup v2): %s", strerror(errno));
  mounted[mounts++] = GROUPS_ROOT;
  if (!read_file(GROUPS_ROOT "/cgroup.controllers", text, sizeof text) || strstr(text, "hugetlb") == NULL)
    give_up("cgroup v2 has no hugetlb controller here.");
  /* The root's own file stays as it is found. */
  if (!read_file(GROUPS_ROOT "/cgroup.subtree_control", text, sizeof text) || strstr(text, "hugetlb") == NULL)
    lends_hugetlb = write_file(GROUPS_ROOT "/cgroup.subtree_control", "+hugetlb");
}

static void limit(const char *name, size_t page, const char *what, long pages) {
  char path[256];
  snprintf(path, sizeof path, GROUP "%s/hugetlb.%s.%s", name, page == MB2 ? "2MB" : "1GB", what);
  if (pages >= 0 && !write_number(path, pages * (long)page)) give_up("%s cannot be set: %s", path, strerror(errno));
}

static void group(const char *name, size_t page, long pages, long rsvd) {
  char path[256];
  if (groups == 0) find_groups();
  snprintf(path, sizeof path, GROUP "%s", name);
  if (mkdir(path, 0755) == 0) grouped[groups++] = name;
  else if (errno != EEXIST) give_up("%s: %s", path, strerror(errno));
  limit(name, page, "max", pages);
  limit(name, page, "rsvd.max", rsvd);
}

static void live_on(int node) {
  char path[64], text[256];
  snprintf(path, sizeof path, "/sys/devices/system/node/node%d/cpulist", node);
  if (!read_file(path, text, sizeof text)) give_up("This machine has no node %d.", node);
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET((size_t)strtol(text, NULL, 10), &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
}

static void process(int who, int node, const char *cgroup) {
  pid_t pid = fork();
  if (pid < 0) give_up("fork: %s", strerror(errno));
  if (pid == 0) {
    me = who;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (node != NO_NODE) live_on(node);
    char path[256];
    snprintf(path, sizeof path, GROUP "%s/cgroup.procs", cgroup == NULL ? "" : cgroup);
    if (cgroup != NULL && !write_number(path, getpid())) _exit(3);
    shared->process[who].pid = getpid();
    story();
    for (;;) pause();
  }
  shared->process[who].memory = shared->memories++;
  while (shared->process[who].pid == 0) usleep(100);
}

/* ---- who is alive ---- */

static void look_after(int who) {
  char path[64], text[1024];
  if (shared->process[who].pid == 0 || shared->process[who].dead) return;
  snprintf(path, sizeof path, "/proc/%d/stat", (int)shared->process[who].pid);
  if (read_file(path, text, sizeof text)) {
    char *at = strrchr(text, ')');
    if (at == NULL || (at[2] != 'Z' && at[2] != 'X')) return;
    /* The last field is how it ended. */
    at = strrchr(at, ' ');
    shared->process[who].signal = atoi(at + 1) & 0x7f;
  }
  shared->process[who].dead = true;
}

static bool is_suspended(int who) {
  int child = shared->process[who].suspended_by - 1;
  return child >= 0 && !shared->process[child].dead && shared->process[child].memory == shared->process[who].memory;
}

/* ---- turns ---- */

static struct {
  int who;
  const char *what, *result;
  long counters[4];
} now;

static void wait_until_over(void) {
  for (int waited = 0; !shared->done || shared->killed != 0; waited++) {
    for (int who = 0; who < PROCESSES; who++) look_after(who);
    if (shared->killed != 0 && shared->process[shared->killed - 1].dead) shared->killed = 0;
    if (!shared->done && now.who != NOBODY && shared->process[now.who].dead) {
      shared->error = shared->process[now.who].signal;
      shared->word = shared->error == 0 ? AN_ERRNO : A_SIGNAL;
      shared->done = true;
      continue;
    }
    if (waited == SLOWEST_MS) {
      shared->word = HANG;
      return;
    }
    usleep(1000);
  }
}

/* Tells the step that was taken last. */
static void conclude(void) {
  wait_until_over();
  const char *result = shared->word == AN_ERRNO   ? errno_name(shared->error)
                       : shared->word == A_SIGNAL ? signal_name(shared->error)
                                                  : words[shared->word];
  static const char *const files[] = {"nr_hugepages", "free_hugepages", "resv_hugepages", "surplus_hugepages"};
  long counters[4];
  bool same = strcmp(result, now.result) == 0;
  for (int i = 0; i < 4; i++) {
    counters[i] = counter(MB2, files[i]);
    same = same && counters[i] == now.counters[i];
  }
  printf("%4d  %-*s %-36s %-8s %5ld %5ld %5ld %5ld", step, NAME_WIDTH, now.who == NOBODY ? "-" : names[now.who], now.what, result,
         counters[0], counters[1], counters[2], counters[3]);
  if (!same) {
    differences++;
    printf("  <- the model: %s %ld %ld %ld %ld", now.result, now.counters[0], now.counters[1], now.counters[2], now.counters[3]);
  }
  printf("\n");
  fflush(stdout);
  if (shared->word == HANG) give_up("This step has not come back: the kernel hangs.");
}

static bool turn(int who, const char *what, const char *result, long total, long free, long rsvd, long surp) {
  if (getpid() != director) {
    for (step++; shared->turn < step;) usleep(100);
    return shared->turn == step && who == me && !shared->done;
  }
  if (step > 0) conclude();
  step++;
  now.who = who;
  now.what = what;
  now.result = result;
  now.counters[0] = total;
  now.counters[1] = free;
  now.counters[2] = rsvd;
  now.counters[3] = surp;
  shared->owner = who;
  shared->error = 0;
  shared->word = AN_ERRNO;
  shared->killed = 0;
  shared->done = false;
  if (who != NOBODY && (shared->process[who].pid == 0 || shared->process[who].dead)) shared->word = DEAD;
  else if (who != NOBODY && is_suspended(who)) shared->word = BLOCKED;
  if (shared->word != AN_ERRNO) shared->done = true;
  shared->turn = step;
  return who == NOBODY;
}

static void report(int word, int error) {
  shared->error = error;
  shared->word = word;
  shared->done = true;
}

/* A call gives -1 (errno says why), or minus the word that says why it was not made. */
static long not_made(int word) { return -1L - word; }

static void came_to(long value) {
  int error = errno;
  /* A child of fork comes here, too, and the step is not its own. */
  if (shared->owner != me || shared->turn != step || shared->done) return;
  if (value < -1) report((int)(-1 - value), 0);
  else report(AN_ERRNO, value == -1 ? error : 0);
}

/* ---- what processes do ---- */

static struct mapping *mapping_of(int mapping) { return &shared->mapping[shared->process[me].memory][mapping]; }

/* Every mapping gets addresses that no other has had. */
static void *fresh_address(void) { return (void *)((1UL << 40) + ((unsigned long)step << 34)); }

static long keep(int mapping, void *at, size_t page, size_t bytes) {
  if (at == MAP_FAILED) return -1;
  struct mapping *made = mapping_of(mapping);
  made->at = at;
  made->page = page;
  made->pages = (long)((bytes + page - 1) / page);
  made->length = (size_t)made->pages * page;
  return 0;
}

static long map(int mapping, const char *path, size_t page, size_t bytes, int protection, int flags, off_t offset) {
  int file = -1;
  if (path == NULL) flags |= MAP_ANONYMOUS | 0x40000 /* MAP_HUGETLB */ | __builtin_ctzl(page) << 26;
  else if ((file = open(path, O_CREAT | O_RDWR, 0600)) < 0) return -1;
  void *at = mmap(fresh_address(), bytes, protection, flags, file, offset);
  int error = errno;
  if (file >= 0) close(file);
  errno = error;
  return keep(mapping, at, page, bytes);
}

struct range {
  char *at;
  size_t length, page;
  long pages;
};

static bool find_range(int mapping, long from, long to, struct range *range) {
  struct mapping *found = mapping_of(mapping);
  if (found->at == NULL) return false;
  range->pages = (to == END ? found->pages : to) - from;
  range->page = found->page;
  range->at = found->at + (size_t)from * found->page;
  range->length = (size_t)range->pages * found->page;
  return true;
}

static long touch(int mapping, long from, long to, bool writes) {
  struct range range;
  if (!find_range(mapping, from, to, &range)) return not_made(NO_MAPPING);
  for (long i = 0; i < range.pages; i++) {
    volatile char *byte = range.at + (size_t)i * range.page;
    if (writes) *byte = 1;
    else (void)*byte;
  }
  return 0;
}

static long read_pages(int mapping, long from, long to) { return touch(mapping, from, to, false); }
static long write_pages(int mapping, long from, long to) { return touch(mapping, from, to, true); }

#define ON_RANGE(call) \
  struct range range;  \
  return find_range(mapping, from, to, &range) ? (call) : not_made(NO_MAPPING)

static long unmap(int mapping, long from, long to) { ON_RANGE(munmap(range.at, range.length)); }
static long lock(int mapping, long from, long to) { ON_RANGE(mlock(range.at, range.length)); }
static long unlock(int mapping, long from, long to) { ON_RANGE(munlock(range.at, range.length)); }
static long protect(int mapping, long from, long to, int protection) { ON_RANGE(mprotect(range.at, range.length, protection)); }
static long advise(int mapping, long from, long to, int advice) { ON_RANGE(madvise(range.at, range.length, advice)); }
static long bind_pages(int mapping, long from, long to, int mode, unsigned long mask) {
  ON_RANGE(syscall(SYS_mbind, range.at, range.length, mode, &mask, 8 * sizeof mask, 0));
}

static long set_policy(int mode, unsigned long mask) { return syscall(SYS_set_mempolicy, mode, &mask, 8 * sizeof mask); }

static long remap(int mapping, size_t bytes, bool fixed) {
  struct mapping *old = mapping_of(mapping);
  if (old->at == NULL) return not_made(NO_MAPPING);
  int flags = MREMAP_MAYMOVE | (fixed ? MREMAP_FIXED : 0);
  char *at = mremap(old->at, old->length, bytes, flags, fixed ? fresh_address() : NULL);
  if (at == MAP_FAILED) return -1;
  old->at = at;
  old->length = (bytes + old->page - 1) / old->page * old->page;
  return 0;
}

static long set_size(const char *path, off_t bytes) {
  int file = open(path, O_CREAT | O_RDWR, 0600);
  if (file < 0) return -1;
  int result = ftruncate(file, bytes), error = errno;
  close(file);
  errno = error;
  return result;
}

static long allocate(const char *path, off_t from, off_t to, bool punch) {
  int file = open(path, O_CREAT | O_RDWR, 0600);
  if (file < 0) return -1;
  /* FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE */
  int result = fallocate(file, punch ? 3 : 0, from, to - from), error = errno;
  close(file);
  errno = error;
  return result;
}

static int suspending(void *child) {
  me = (int)(long)child;
  shared->process[me].pid = getpid();
  report(AN_ERRNO, 0);
  step = 0;
  story();
  for (;;) pause();
  return 0;
}

static long make_child(int child, bool shares) {
  int parent = me, taken = step;
  if (shares) {
    shared->process[child].memory = shared->process[parent].memory;
    shared->process[parent].suspended_by = child + 1;
    /* Until it execs or ends the child lives in this memory, and this process stands still. */
    pid_t pid = clone(suspending, vfork_stack[child] + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, (void *)(long)child);
    me = parent;
    step = taken;
    shared->process[parent].suspended_by = 0;
    return pid < 0 ? -1 : 0;
  }
  int memory = shared->memories++;
  memcpy(shared->mapping[memory], shared->mapping[shared->process[parent].memory], sizeof shared->mapping[memory]);
  pid_t pid = fork();
  if (pid == 0) me = child;
  if (pid <= 0) return pid;
  shared->process[child].memory = memory;
  shared->process[child].pid = pid;
  return 0;
}

static long start_anew(void) {
  char who[16], file[16], leader[16];
  snprintf(who, sizeof who, "%d", me);
  snprintf(file, sizeof file, "%d", shared_file);
  snprintf(leader, sizeof leader, "%d", (int)director);
  char *arguments[] = {"story", who, file, leader, NULL}, *environment[] = {NULL};
  return execve("/proc/self/exe", arguments, environment);
}

static long leave(void) { _exit(0); }

static long wait_for(int child) {
  pid_t waited = waitpid(shared->process[child].pid, NULL, WNOHANG);
  return waited < 0 ? -1 : waited == 0 ? not_made(BLOCKED) : 0;
}

static long send_signal(int target, int number, bool ends) {
  if (shared->process[target].pid == 0 || shared->process[target].dead) return not_made(DEAD);
  if (ends) shared->killed = target + 1;
  return kill(shared->process[target].pid, number);
}

static long make_segment(int segment, size_t bytes, int flags) {
  int id = shmget((key_t)(0x68000000 + (director & 0xffff) * 256 + segment), bytes, IPC_CREAT | 04000 /* SHM_HUGETLB */ | 0600 | flags);
  if (id < 0) return -1;
  shared->segment[segment] = id + 1;
  return 0;
}

static long attach(int mapping, int segment, int flags) {
  int id = shared->segment[segment] - 1;
  if (id < 0) return not_made(NO_SEGMENT);
  struct shmid_ds status = {0};
  shmctl(id, IPC_STAT, &status);
  return keep(mapping, shmat(id, fresh_address(), flags), MB2, status.shm_segsz);
}

static long detach(int mapping) {
  struct mapping *found = mapping_of(mapping);
  return found->at == NULL ? not_made(NO_MAPPING) : shmdt(found->at);
}

static long remove_segment(int segment) {
  int id = shared->segment[segment] - 1;
  return id < 0 ? not_made(NO_SEGMENT) : shmctl(id, IPC_RMID, NULL);
}

/* ---- beginning and end ---- */

static void clean_up(void) {
  if (getpid() != director) return;
  for (int who = 0; who < PROCESSES; who++) look_after(who);
  for (int who = 0; who < PROCESSES; who++)
    if (shared->process[who].pid > 0 && !shared->process[who].dead) kill(shared->process[who].pid, SIGKILL);
  /* Who hangs in the kernel may not even end. */
  for (int waited = 0; waited < SLOWEST_END_MS; waited++) {
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    if (ended < 0) break;
    if (ended == 0) usleep(1000);
  }
  for (int segment = 0; segment < SEGMENTS; segment++)
    if (shared->segment[segment] > 0) shmctl(shared->segment[segment] - 1, IPC_RMID, NULL);
  for (int i = 0; i < groups; i++) {
    char path[256];
    snprintf(path, sizeof path, GROUP "%s", grouped[i]);
    for (int tries = 0; rmdir(path) != 0 && errno == EBUSY && tries < 1000; tries++) usleep(1000);
  }
  if (lends_hugetlb) write_file(GROUPS_ROOT "/cgroup.subtree_control", "-hugetlb");
  for (int i = 0; i < mounts; i++) umount(mounted[i]), rmdir(mounted[i]);
  if (chdir("/") == 0) rmdir(folder);
  for (int i = 0; i < pools; i++) {
    set_pool("nr_hugepages", before[i].page, NO_NODE, before[i].pages);
    set_pool("nr_overcommit_hugepages", before[i].page, NO_NODE, before[i].overcommit);
  }
}

static void interrupted(int number) {
  clean_up();
  _exit(128 + number);
}

static void share_memory(void) {
  void *at = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, shared_file, 0);
  if (at == MAP_FAILED) {
    perror("mmap");
    exit(2);
  }
  shared = at;
}

int main(int count, char *arguments[]) {
  if (count == 4) {
    /* After an exec: the same process goes on with the story, and has nothing mapped any more. */
    me = atoi(arguments[1]);
    shared_file = atoi(arguments[2]);
    director = atoi(arguments[3]);
    share_memory();
    int memory = shared->memories++, old = shared->process[me].memory;
    memcpy(shared->mapping[memory], shared->mapping[old], sizeof shared->mapping[memory]);
    shared->process[me].memory = memory;
    report(AN_ERRNO, 0);
    story();
    for (;;) pause();
  }
  director = getpid();
  if (mkdtemp(folder) == NULL || chdir(folder) != 0 || (shared_file = open("shared", O_CREAT | O_RDWR, 0600)) < 0 ||
      unlink("shared") != 0 || ftruncate(shared_file, sizeof *shared) != 0) {
    perror(folder);
    return 2;
  }
  share_memory();
  /* Whoever loses its parent is this program's. */
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(SIGINT, interrupted);
  signal(SIGTERM, interrupted);
  set_up();
  printf("%4s  %-*s %-36s %-8s %5s %5s %5s %5s\n", "step", NAME_WIDTH, "who", "does", "result", "total", "free", "rsvd", "surp");
  story();
  if (step > 0) conclude();
  clean_up();
  if (differences == 0) printf("As the model of Linux %s says.\n", MODEL);
  else printf("%d step%s not as the model of Linux %s says.\n", differences, differences == 1 ? "" : "s", MODEL);
  return differences == 0 ? 0 : 1;
}
