#include "guest.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every mapping has addresses of its own, never used again and never side by side: VMAs of different mappings do not merge. */
#define FIRST_ADDRESS (1UL << 40)
#define ADDRESS_STEP (1UL << 36)

enum { REAP_MS = 20000, PAUSE_US = 1000, SMALL_PAGE = 4096 };

static struct process cast[MAX_SLOTS];
static int processes;
static struct memory *memories[2 * MAX_SLOTS];
static int memory_count;
static unsigned long next_address;

void empty_cast(void) {
  for (int i = 0; i < memory_count; i++) free(memories[i]);
  for (int slot = 0; slot < processes; slot++) {
    forget_commands(slot);
    if (cast[slot].pidfd >= 0) close(cast[slot].pidfd);
  }
  memory_count = 0;
  processes = 0;
  next_address = FIRST_ADDRESS;
}

unsigned long fresh_address(void) {
  unsigned long address = next_address;
  next_address += ADDRESS_STEP;
  return address;
}

struct memory *new_memory(void) {
  if (memory_count == 2 * MAX_SLOTS) give_up("too many processes");
  struct memory *memory = calloc(1, sizeof *memory);
  if (memory == NULL) give_up("out of memory");
  memories[memory_count++] = memory;
  return memory;
}

struct memory *copy_of(const struct memory *memory) {
  struct memory *copy = new_memory();
  memcpy(copy, memory, sizeof *copy);
  return copy;
}

int cast_size(void) { return processes; }
struct process *member(int slot) { return &cast[slot]; }

struct process *enlist(const char *name, pid_t pid, struct memory *memory) {
  if (processes == MAX_SLOTS) give_up("too many processes");
  struct process *process = &cast[processes];
  *process = (struct process){.slot = processes, .pid = pid, .waits_for = -1, .memory = memory};
  snprintf(process->name, sizeof process->name, "%s", name);
  process->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (process->pidfd < 0) give_up("no pidfd of %d", pid);
  processes++;
  return process;
}

struct process *find_process(const char *name) {
  for (int slot = processes - 1; slot >= 0; slot--)
    if (strcmp(cast[slot].name, name) == 0) return &cast[slot];
  return NULL;
}

/* A vfork parent waits as long as its child has its memory. */
bool is_blocked(struct process *process) {
  if (process->waits_for < 0) return false;
  struct process *child = &cast[process->waits_for];
  if (!child->dead && child->memory == process->memory) return true;
  process->waits_for = -1;
  return false;
}

struct mapping *find_mapping(const struct memory *memory, const char *name) {
  const struct mapping *dropped = NULL;
  for (int i = memory->count - 1; i >= 0; i--) {
    const struct mapping *mapping = &memory->mapping[i];
    if (strcmp(mapping->name, name) != 0) continue;
    if (!mapping->dropped) return (struct mapping *)mapping;
    if (dropped == NULL) dropped = mapping;
  }
  return (struct mapping *)dropped;
}

/* What is mapped, as /proc/PID/maps has it. */
struct areas {
  int count;
  struct {
    unsigned long from, to;
  } area[4 * MAX_MAPPINGS];
};

static void read_areas(pid_t pid, struct areas *areas) {
  char path[64], line[512];
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  areas->count = 0;
  FILE *file = fopen(path, "r");
  if (file == NULL) return;
  while (fgets(line, sizeof line, file) != NULL && areas->count < 4 * MAX_MAPPINGS) {
    unsigned long from, to;
    if (sscanf(line, "%lx-%lx", &from, &to) != 2 || from < FIRST_ADDRESS || from >= next_address) continue;
    areas->area[areas->count].from = from;
    areas->area[areas->count++].to = to;
  }
  fclose(file);
}

static bool overlaps(const struct areas *areas, unsigned long from, unsigned long to) {
  for (int i = 0; i < areas->count; i++)
    if (areas->area[i].from < to && from < areas->area[i].to) return true;
  return false;
}

static struct areas areas;

bool has_vma(pid_t pid, unsigned long from, unsigned long to) {
  read_areas(pid, &areas);
  return overlaps(&areas, from, to);
}

/* A new mapping of that name, behind the others; one of that name of which nothing is mapped any more is forgotten. */
struct mapping *bind_mapping(struct memory *memory, const char *name, pid_t pid) {
  for (int i = 0; i < memory->count; i++) {
    struct mapping *old = &memory->mapping[i];
    if (old->dropped || strcmp(old->name, name) != 0) continue;
    if (has_vma(pid, old->start, old->start + (unsigned long)(old->pages * old->page))) continue;
    memmove(old, old + 1, (size_t)(memory->count - i - 1) * sizeof *old);
    memory->count--;
    break;
  }
  if (memory->count == MAX_MAPPINGS) give_up("too many mappings");
  struct mapping *mapping = &memory->mapping[memory->count];
  *mapping = (struct mapping){.start = fresh_address()};
  snprintf(mapping->name, sizeof mapping->name, "%s", name);
  return mapping;
}

/* Frame number of the page at the address, or 0. */
static unsigned long frame_at(int pagemap, unsigned long address) {
  uint64_t entry = 0;
  if (pread(pagemap, &entry, sizeof entry, (off_t)(address / SMALL_PAGE * sizeof entry)) != sizeof entry) return 0;
  return (entry >> 63) != 0 ? entry & ((1UL << 55) - 1) : 0;
}

static void tell_mapping(const struct mapping *mapping, int pagemap) {
  say("m %s", mapping->name);
  for (long i = 0; i < mapping->pages; i++) {
    unsigned long address = mapping->start + (unsigned long)(i * mapping->page);
    unsigned long frame = frame_at(pagemap, address);
    if (frame != 0) say(" %lx", frame);
    else say(overlaps(&areas, address, address + 1) ? " -" : " .");
  }
  say("\n");
}

void tell_cast(void) {
  for (int slot = 0; slot < processes; slot++) {
    const struct process *process = &cast[slot];
    if (process->dead) continue;
    say("p %s\n", process->name);
    read_areas(process->pid, &areas);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/pagemap", process->pid);
    int pagemap = open(path, O_RDONLY);
    for (int i = 0; i < process->memory->count; i++)
      if (!process->memory->mapping[i].dropped) tell_mapping(&process->memory->mapping[i], pagemap);
    close(pagemap);
  }
}

/* Ends everybody. False when somebody cannot be ended. */
bool dismiss_cast(void) {
  for (int slot = 0; slot < processes; slot++)
    if (!cast[slot].dead) kill(cast[slot].pid, SIGKILL);
  for (int waited = 0; waited < REAP_MS; waited++) {
    pid_t pid = waitpid(-1, NULL, WNOHANG);
    if (pid < 0) return true;
    if (pid == 0) usleep(PAUSE_US);
  }
  return false;
}
