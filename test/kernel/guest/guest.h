/* The guest: reads scenarios from a file, lets real processes act them out, and tells what the kernel made of every step. */
#ifndef GUEST_H
#define GUEST_H
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
  MAX_SLOTS = 256,     /* processes of one scenario */
  MAX_MAPPINGS = 512,  /* mappings that one scenario makes, copies not counted */
  MAX_POOLS = 2,
  MAX_NODES = 8,
  MAX_MOUNTS = 16,
  MAX_GROUPS = 16,
  MAX_SEGMENTS = 256,
  MAX_NAME = 64,
  MAX_PATH = 256,
};

/* ---- worker.c: what a process of a scenario does when it is told to ---- */

enum order {
  ORDER_READ, ORDER_WRITE, ORDER_MMAP, ORDER_MUNMAP, ORDER_MLOCK, ORDER_MUNLOCK, ORDER_MPROTECT, ORDER_MADVISE,
  ORDER_MREMAP, ORDER_FTRUNCATE, ORDER_FALLOCATE, ORDER_UNLINK, ORDER_FORK, ORDER_VFORK, ORDER_EXEC, ORDER_EXIT,
  ORDER_WAIT, ORDER_KILL, ORDER_SHMGET, ORDER_SHMAT, ORDER_SHMDT, ORDER_SHMRM, ORDER_MBIND, ORDER_SET_MEMPOLICY,
};

/* Sent whole through a pipe: smaller than PIPE_BUF, so never torn. */
struct command {
  enum order order;
  long a[6];
  char path[MAX_PATH];
};
struct reply {
  int slot;
  long value; /* what the call returned */
  int error;  /* errno, or 0 */
};

void open_pipes(void);
bool send_command(int slot, const struct command *command);
int reply_descriptor(void);
void forget_commands(int slot);
void work(int slot, bool announce) __attribute__((noreturn));

/* ---- console.c: one port of the machine is the way out ---- */

void open_console(void);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void flush(void);
void give_up(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* ---- files.c: the small files of /proc and /sys ---- */

int write_text(const char *path, const char *text); /* 0 or errno */
int write_number(const char *path, long number);    /* 0 or errno */
bool read_text(const char *path, char *text, size_t room);
long read_number(const char *path); /* exits when there is none */
void make_folders(const char *path);

/* ---- world.c: pools, mounts and groups of one scenario ---- */

struct counters {
  long total, free, rsvd, surp;
};
struct pool {
  long kilobytes, pages, overcommit;
};
struct mount_point {
  char path[MAX_PATH];
  long kilobytes, size, min_size;
};
struct group {
  char name[MAX_NAME];
  long kilobytes, limit, rsvd;
};
struct world {
  int pools, nodes, mounts, groups;
  struct pool pool[MAX_POOLS];
  long node[MAX_NODES];
  struct mount_point mount[MAX_MOUNTS];
  struct group group[MAX_GROUPS];
};

enum { DEFAULT_KILOBYTES = 2048 };

void prepare_machine(void);
/* Makes the world. False, with a reason told, when the kernel refuses. */
bool make_world(const struct world *world);
/* Takes it down; false when the counters do not come back to rest, which are told. */
bool unmake_world(const struct world *world);
int set_pool(const char *file, long kilobytes, long value, int node);
struct counters counters_of(long kilobytes);
void tell_counters(const struct world *world);
bool join_group(const char *name, pid_t pid);

/* ---- cast.c: processes and their mappings, as the scenario names them ---- */

struct mapping {
  char name[MAX_NAME];
  unsigned long start;
  long page; /* bytes */
  long pages; /* as first made */
  long length; /* bytes, as last left by mremap */
  bool dropped; /* by exec */
};
struct memory {
  int count;
  struct mapping mapping[MAX_MAPPINGS];
};
struct process {
  char name[MAX_NAME];
  int slot;
  pid_t pid;
  int pidfd;
  bool dead;
  int waits_for; /* slot of the vfork child, or -1 */
  struct memory *memory;
};

void empty_cast(void);
struct process *enlist(const char *name, pid_t pid, struct memory *memory);
int cast_size(void);
struct process *member(int slot);
struct process *find_process(const char *name);
bool is_blocked(struct process *process);
struct memory *new_memory(void);
struct memory *copy_of(const struct memory *memory);
struct mapping *find_mapping(const struct memory *memory, const char *name);
struct mapping *bind_mapping(struct memory *memory, const char *name, pid_t pid);
bool has_vma(pid_t pid, unsigned long from, unsigned long to);
unsigned long fresh_address(void);
void tell_cast(void);
bool dismiss_cast(void);

/* ---- act.c: one step ---- */

/* Acts the step out; false when the kernel hangs and nothing more can be played. */
bool act(char *words[], int count);
void forget_segments(void);
void be_patient(bool gigantic);
pid_t start_process(const char *name, int node, const char *group);

#endif
