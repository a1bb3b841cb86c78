#include "guest.h"
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  /* What has not come back by then never will; clearing a page of 1 GiB in an emulated machine takes seconds. */
  HANG_MS = 6000,
  GIGANTIC_HANG_MS = 30000,
  EXIT_CODE_FIELD = 49, /* of /proc/PID/stat, counted behind the name */
};

struct segment {
  char name[MAX_NAME];
  int key, id;
  bool made;
};
static struct segment segments[MAX_SEGMENTS];
static int segment_count;
static int ids[MAX_SEGMENTS];
static int id_count;
static int patience = HANG_MS;

void be_patient(bool gigantic) { patience = gigantic ? GIGANTIC_HANG_MS : HANG_MS; }

enum ending { REPLIED, DIED, HUNG };

/* A process that nobody waited for yet still tells how it ended. */
static int ending_signal(pid_t pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  if (!read_text(path, text, sizeof text)) return 0;
  char *at = strrchr(text, ')');
  for (int field = 0; at != NULL && field <= EXIT_CODE_FIELD; field++) at = strchr(at + 1, ' ');
  return at == NULL ? 0 : atoi(at + 1) & 0x7f;
}

static bool ended(const struct process *process, int milliseconds) {
  struct pollfd end = {.fd = process->pidfd, .events = POLLIN};
  return poll(&end, 1, milliseconds) == 1;
}

static enum ending order(struct process *actor, const struct command *command, struct reply *reply) {
  flush();
  if (!send_command(actor->slot, command)) give_up("cannot tell %s", actor->name);
  struct pollfd polled[2] = {{.fd = reply_descriptor(), .events = POLLIN}, {.fd = actor->pidfd, .events = POLLIN}};
  if (poll(polled, 2, patience) <= 0) return HUNG;
  if ((polled[0].revents & POLLIN) != 0) {
    if (read(reply_descriptor(), reply, sizeof *reply) != (ssize_t)sizeof *reply) give_up("torn reply");
    return REPLIED;
  }
  actor->dead = true;
  return DIED;
}

pid_t start_process(const char *name, int node, const char *group) {
  int slot = cast_size();
  pid_t pid = fork();
  if (pid < 0) give_up("no process");
  if (pid == 0) {
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET((size_t)node, &cpus);
    if (sched_setaffinity(0, sizeof cpus, &cpus) != 0) _exit(1);
    work(slot, true);
  }
  struct reply reply;
  if (read(reply_descriptor(), &reply, sizeof reply) != (ssize_t)sizeof reply) give_up("no word of %s", name);
  if (group != NULL && !join_group(group, pid)) give_up("%s cannot join %s", name, group);
  enlist(name, pid, new_memory());
  return pid;
}

static void tell_result(const char *result) { say("r %s\n", result); }

static void tell_errno(int error) {
  const char *name = error == 0 ? "ok" : strerrorname_np(error);
  tell_result(name == NULL ? "E?" : name);
}

static void tell_death(const struct process *process) {
  int signal = ending_signal(process->pid);
  if (signal == 0) tell_result("exited");
  else say("r SIG%s\n", sigabbrev_np(signal));
}

static struct segment *segment_of(const char *name) {
  for (int i = 0; i < segment_count; i++)
    if (strcmp(segments[i].name, name) == 0) return &segments[i];
  if (segment_count == MAX_SEGMENTS) give_up("too many segments");
  struct segment *segment = &segments[segment_count++];
  *segment = (struct segment){.key = segment_count};
  snprintf(segment->name, sizeof segment->name, "%s", name);
  return segment;
}

/* Those still there would outlive the scenario. */
void forget_segments(void) {
  for (int i = 0; i < id_count; i++) shmctl(ids[i], IPC_RMID, NULL);
  id_count = 0;
  segment_count = 0;
}

/* ---- calls that make something the guest must know of ---- */

static void enlist_child(const char *name, struct process *parent, pid_t pid, bool shares) {
  struct process *child = enlist(name, pid, shares ? parent->memory : copy_of(parent->memory));
  if (shares) parent->waits_for = child->slot;
}

static void drop_memory(struct process *process) {
  struct memory *memory = copy_of(process->memory);
  for (int i = 0; i < memory->count; i++) memory->mapping[i].dropped = true;
  process->memory = memory;
}

static void set_mapping(struct memory *memory, struct mapping *mapping, long page, long bytes) {
  mapping->page = page;
  mapping->pages = (bytes + page - 1) / page;
  mapping->length = mapping->pages * page;
  memory->count++;
}

/* Takes the step's words, tells its result. */
struct step {
  char **words;
  int count;
};

static const char *word(const struct step *step, int i) {
  if (i >= step->count) give_up("a step is too short: %s", step->words[0]);
  return step->words[i];
}
static long number(const struct step *step, int i) { return strtol(word(step, i), NULL, 10); }

static bool settle(enum ending ending, const struct process *actor, const struct reply *reply) {
  switch (ending) {
    case REPLIED: tell_errno(reply->error); break;
    case DIED: tell_death(actor); break;
    case HUNG: tell_result("HANG"); return false;
  }
  return true;
}

static bool simple(struct process *actor, const struct command *command) {
  struct reply reply;
  return settle(order(actor, command, &reply), actor, &reply);
}

static bool act_mmap(const struct step *step, struct process *actor) {
  struct mapping *mapping = bind_mapping(actor->memory, word(step, 2), actor->pid);
  struct command command = {.order = ORDER_MMAP};
  long kilobytes = number(step, 4), bytes = number(step, 5);
  bool anonymous = strcmp(word(step, 3), "-") == 0;
  long flags = number(step, 6) | MAP_FIXED_NOREPLACE;
  if (anonymous) flags |= MAP_ANONYMOUS | MAP_HUGETLB | (long)(__builtin_ctzl((unsigned long)kilobytes) + 10) << MAP_HUGE_SHIFT;
  else snprintf(command.path, sizeof command.path, "%s", word(step, 3));
  long a[6] = {(long)mapping->start, bytes, number(step, 8), flags, number(step, 7)};
  memcpy(command.a, a, sizeof a);
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0) set_mapping(actor->memory, mapping, kilobytes * 1024, bytes);
  return settle(ending, actor, &reply);
}

static bool act_fork(const struct step *step, struct process *actor, bool shares) {
  struct command command = {.order = shares ? ORDER_VFORK : ORDER_FORK, .a = {cast_size()}};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0) enlist_child(word(step, 2), actor, (pid_t)reply.value, shares);
  return settle(ending, actor, &reply);
}

static bool act_exec(struct process *actor) {
  struct command command = {.order = ORDER_EXEC};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0) drop_memory(actor);
  return settle(ending, actor, &reply);
}

static bool act_exit(struct process *actor) {
  struct command command = {.order = ORDER_EXIT};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == DIED) tell_result("ok");
  return ending == DIED || settle(ending, actor, &reply);
}

static bool act_kill(const struct step *step, struct process *actor) {
  struct process *target = find_process(word(step, 2));
  if (target == NULL || target->dead) {
    tell_result("dead");
    return true;
  }
  int signal = (int)number(step, 3);
  bool deadly = number(step, 4) != 0;
  struct reply reply = {0};
  enum ending ending = REPLIED;
  if (actor == NULL) {
    if (kill(target->pid, signal) != 0) reply.error = errno;
  } else {
    struct command command = {.order = ORDER_KILL, .a = {target->pid, signal}};
    ending = order(actor, &command, &reply);
  }
  if (ending == DIED) reply.error = 0;
  if (deadly && reply.error == 0) {
    if (!target->dead && !ended(target, patience)) ending = HUNG;
    target->dead = true;
  }
  return settle(ending == DIED ? REPLIED : ending, actor, &reply);
}

static bool act_wait(const struct step *step, struct process *actor) {
  struct process *child = find_process(word(step, 2));
  struct command command = {.order = ORDER_WAIT, .a = {child == NULL ? actor->pid : child->pid}};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending != REPLIED || reply.error != 0 || reply.value != 0) return settle(ending, actor, &reply);
  tell_result("blocked");
  return true;
}

static bool act_shmget(const struct step *step, struct process *actor) {
  struct segment *segment = segment_of(word(step, 2));
  long flags = IPC_CREAT | 0600 | SHM_HUGETLB | (number(step, 4) != 0 ? SHM_NORESERVE : 0);
  struct command command = {.order = ORDER_SHMGET, .a = {segment->key, number(step, 3), flags}};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0) {
    if (id_count == MAX_SEGMENTS) give_up("too many segments");
    segment->id = ids[id_count++] = (int)reply.value;
    segment->made = true;
  }
  return settle(ending, actor, &reply);
}

static bool act_shmat(const struct step *step, struct process *actor) {
  struct segment *segment = segment_of(word(step, 3));
  if (!segment->made) {
    tell_result("noshm");
    return true;
  }
  struct shmid_ds status = {0};
  shmctl(segment->id, IPC_STAT, &status);
  struct mapping *mapping = bind_mapping(actor->memory, word(step, 2), actor->pid);
  struct command command = {.order = ORDER_SHMAT, .a = {segment->id, (long)mapping->start, number(step, 4) != 0 ? SHM_RDONLY : 0}};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0)
    set_mapping(actor->memory, mapping, DEFAULT_KILOBYTES * 1024L, (long)status.shm_segsz);
  return settle(ending, actor, &reply);
}

static bool act_shmctl(const struct step *step, struct process *actor) {
  struct segment *segment = segment_of(word(step, 2));
  if (!segment->made) {
    tell_result("noshm");
    return true;
  }
  struct command command = {.order = ORDER_SHMRM, .a = {segment->id}};
  return simple(actor, &command);
}

static bool act_sysctl(const struct step *step) {
  const char *file = strcmp(word(step, 1), "nr") == 0 ? "nr_hugepages" : "nr_overcommit_hugepages";
  tell_errno(set_pool(file, number(step, 2), number(step, 3), (int)number(step, 4)));
  return true;
}

static bool act_mremap(const struct step *step, struct process *actor, struct mapping *mapping) {
  bool fixed = number(step, 4) != 0;
  unsigned long address = fixed ? fresh_address() : 0;
  struct command command = {.order = ORDER_MREMAP,
                            .a = {(long)mapping->start, mapping->length, number(step, 3),
                                  MREMAP_MAYMOVE | (fixed ? MREMAP_FIXED : 0), (long)address}};
  struct reply reply;
  enum ending ending = order(actor, &command, &reply);
  if (ending == REPLIED && reply.error == 0) {
    mapping->start = (unsigned long)reply.value;
    mapping->length = (number(step, 3) + mapping->page - 1) / mapping->page * mapping->page;
  }
  return settle(ending, actor, &reply);
}

/* Calls on a range of pages of a mapping: words 3 and 4 are the range, -1 = to its end. */
static bool act_range(const struct step *step, struct process *actor, const struct mapping *mapping, enum order what) {
  long from = number(step, 3), to = number(step, 4);
  if (to < 0) to = mapping->pages;
  struct command command = {.order = what,
                            .a = {(long)mapping->start + from * mapping->page, (to - from) * mapping->page}};
  if (what == ORDER_READ || what == ORDER_WRITE) {
    command.a[1] = to - from;
    command.a[2] = mapping->page;
  } else if (what == ORDER_MPROTECT || what == ORDER_MADVISE) {
    command.a[2] = number(step, 5);
  } else if (what == ORDER_MBIND) {
    command.a[2] = number(step, 5);
    command.a[3] = number(step, 6);
  }
  return simple(actor, &command);
}

struct verb {
  const char *name;
  enum order order;
};

static bool act_on_mapping(const struct step *step, struct process *actor) {
  static const struct verb verbs[] = {
      {"read", ORDER_READ},       {"write", ORDER_WRITE},       {"munmap", ORDER_MUNMAP},   {"mlock", ORDER_MLOCK},
      {"munlock", ORDER_MUNLOCK}, {"mprotect", ORDER_MPROTECT}, {"madvise", ORDER_MADVISE}, {"mbind", ORDER_MBIND},
      {"mremap", ORDER_MREMAP},   {"shmdt", ORDER_SHMDT},
  };
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    if (strcmp(step->words[0], verbs[i].name) != 0) continue;
    struct mapping *mapping = find_mapping(actor->memory, word(step, 2));
    if (mapping == NULL) {
      tell_result("nomap");
      return true;
    }
    if (verbs[i].order == ORDER_MREMAP) return act_mremap(step, actor, mapping);
    if (verbs[i].order != ORDER_SHMDT) return act_range(step, actor, mapping, verbs[i].order);
    struct command command = {.order = ORDER_SHMDT, .a = {(long)mapping->start}};
    return simple(actor, &command);
  }
  give_up("unknown step %s", step->words[0]);
}

static bool act_on_file(const struct step *step, struct process *actor) {
  struct command command = {.order = ORDER_UNLINK};
  if (strcmp(step->words[0], "ftruncate") == 0) {
    command.order = ORDER_FTRUNCATE;
    command.a[0] = number(step, 3);
  } else if (strcmp(step->words[0], "fallocate") == 0) {
    command.order = ORDER_FALLOCATE;
    for (int i = 0; i < 3; i++) command.a[i] = number(step, 3 + i);
  }
  snprintf(command.path, sizeof command.path, "%s", word(step, 2));
  return simple(actor, &command);
}

bool act(char *words[], int count) {
  struct step step = {words, count};
  const char *verb = word(&step, 0);
  if (strcmp(verb, "sysctl") == 0) return act_sysctl(&step);
  struct process *actor = strcmp(word(&step, 1), "-") == 0 ? NULL : find_process(word(&step, 1));
  if (strcmp(verb, "kill") == 0 && strcmp(word(&step, 1), "-") == 0) return act_kill(&step, NULL);
  if (actor == NULL || actor->dead) {
    tell_result("dead");
    return true;
  }
  if (is_blocked(actor)) {
    tell_result("blocked");
    return true;
  }
  if (strcmp(verb, "kill") == 0) return act_kill(&step, actor);
  if (strcmp(verb, "mmap") == 0) return act_mmap(&step, actor);
  if (strcmp(verb, "fork") == 0) return act_fork(&step, actor, false);
  if (strcmp(verb, "vfork") == 0) return act_fork(&step, actor, true);
  if (strcmp(verb, "exec") == 0) return act_exec(actor);
  if (strcmp(verb, "exit") == 0) return act_exit(actor);
  if (strcmp(verb, "wait") == 0) return act_wait(&step, actor);
  if (strcmp(verb, "shmget") == 0) return act_shmget(&step, actor);
  if (strcmp(verb, "shmat") == 0) return act_shmat(&step, actor);
  if (strcmp(verb, "shmctl") == 0) return act_shmctl(&step, actor);
  if (strcmp(verb, "set_mempolicy") == 0) {
    struct command command = {.order = ORDER_SET_MEMPOLICY, .a = {number(&step, 2), number(&step, 3)}};
    return simple(actor, &command);
  }
  if (strcmp(verb, "ftruncate") == 0 || strcmp(verb, "fallocate") == 0 || strcmp(verb, "unlink") == 0)
    return act_on_file(&step, actor);
  return act_on_mapping(&step, actor);
}
