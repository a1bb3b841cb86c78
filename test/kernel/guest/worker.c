/* A process of the scenario: does what comes through its pipe, and says what came of it. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  REPLY_READ = 10, REPLY_WRITE = 11,
  FIRST_COMMAND = 20, /* of slot i: read FIRST_COMMAND + 2i, write one more */
  STACK_BYTES = 64 << 10,
};

/* A vfork child lives in its parent's memory, but must not live on its parent's stack. */
static char stacks[MAX_SLOTS][STACK_BYTES] __attribute__((aligned(16)));

static void place_pipe(int reader, int writer) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  dup2(ends[0], reader);
  dup2(ends[1], writer);
  close(ends[0]);
  close(ends[1]);
}

void open_pipes(void) {
  place_pipe(REPLY_READ, REPLY_WRITE);
  for (int slot = 0; slot < MAX_SLOTS; slot++) place_pipe(FIRST_COMMAND + 2 * slot, FIRST_COMMAND + 2 * slot + 1);
}

int reply_descriptor(void) { return REPLY_READ; }

bool send_command(int slot, const struct command *command) {
  return write(FIRST_COMMAND + 2 * slot + 1, command, sizeof *command) == (ssize_t)sizeof *command;
}

/* A process that died may have left what it was told unread. */
void forget_commands(int slot) {
  struct command command;
  int reader = FIRST_COMMAND + 2 * slot;
  int flags = fcntl(reader, F_GETFL);
  fcntl(reader, F_SETFL, flags | O_NONBLOCK);
  while (read(reader, &command, sizeof command) > 0) continue;
  fcntl(reader, F_SETFL, flags);
}

static void answer(int slot, long value, int error) {
  struct reply reply = {.slot = slot, .value = value, .error = error};
  if (write(REPLY_WRITE, &reply, sizeof reply) != (ssize_t)sizeof reply) _exit(1);
}

static int vfork_child(void *slot) { work((int)(long)slot, true); }

static void touch(unsigned long from, long pages, long bytes, bool writes) {
  for (long i = 0; i < pages; i++) {
    volatile char *byte = (volatile char *)(from + (unsigned long)(i * bytes));
    if (writes) *byte = 1;
    else (void)*byte;
  }
}

/* Every call on a file opens it, making it where it is missing, and closes it again. */
static long on_file(const struct command *command) {
  const long *a = command->a;
  int file = open(command->path, O_CREAT | O_RDWR, 0600);
  if (file < 0) return -1;
  long value;
  if (command->order == ORDER_MMAP)
    value = (long)mmap((void *)a[0], (size_t)a[1], (int)a[2], (int)a[3], file, a[4]);
  else if (command->order == ORDER_FTRUNCATE)
    value = ftruncate(file, a[0]);
  else
    value = fallocate(file, a[2] != 0 ? FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE : 0, a[0], a[1] - a[0]);
  int error = errno;
  close(file);
  errno = error;
  return value;
}

static long call(int slot, const struct command *command) {
  const long *a = command->a;
  void *address = (void *)a[0];
  switch (command->order) {
    case ORDER_READ:
    case ORDER_WRITE:
      touch((unsigned long)a[0], a[1], a[2], command->order == ORDER_WRITE);
      return 0;
    case ORDER_MMAP:
      return command->path[0] != 0 ? on_file(command)
                                   : (long)mmap(address, (size_t)a[1], (int)a[2], (int)a[3], -1, a[4]);
    case ORDER_FTRUNCATE:
    case ORDER_FALLOCATE:
      return on_file(command);
    case ORDER_UNLINK:
      return unlink(command->path);
    case ORDER_MUNMAP:
      return munmap(address, (size_t)a[1]);
    case ORDER_MLOCK:
      return mlock(address, (size_t)a[1]);
    case ORDER_MUNLOCK:
      return munlock(address, (size_t)a[1]);
    case ORDER_MPROTECT:
      return mprotect(address, (size_t)a[1], (int)a[2]);
    case ORDER_MADVISE:
      return madvise(address, (size_t)a[1], (int)a[2]);
    case ORDER_MREMAP:
      return (long)mremap(address, (size_t)a[1], (size_t)a[2], (int)a[3], (void *)a[4]);
    case ORDER_FORK: {
      pid_t child = fork();
      if (child == 0) work((int)a[0], false);
      return child;
    }
    case ORDER_VFORK: {
      char *stack = stacks[a[0]] + STACK_BYTES;
      return clone(vfork_child, stack, CLONE_VM | CLONE_VFORK | SIGCHLD, (void *)a[0]);
    }
    case ORDER_EXEC: {
      char number[16];
      snprintf(number, sizeof number, "%d", slot);
      char *arguments[] = {"worker", number, NULL}, *environment[] = {NULL};
      return execve("/init", arguments, environment);
    }
    case ORDER_EXIT:
      _exit(0);
    case ORDER_WAIT: {
      pid_t waited = waitpid((pid_t)a[0], NULL, WNOHANG);
      return waited;
    }
    case ORDER_KILL:
      return kill((pid_t)a[0], (int)a[1]);
    case ORDER_SHMGET:
      return shmget((key_t)a[0], (size_t)a[1], (int)a[2]);
    case ORDER_SHMAT:
      return (long)shmat((int)a[0], (void *)a[1], (int)a[2]);
    case ORDER_SHMDT:
      return shmdt(address);
    case ORDER_SHMRM:
      return shmctl((int)a[0], IPC_RMID, NULL);
    case ORDER_MBIND:
      return syscall(SYS_mbind, address, a[1], a[2], &a[3], 8 * sizeof a[3], 0);
    case ORDER_SET_MEMPOLICY:
      return syscall(SYS_set_mempolicy, a[0], &a[1], 8 * sizeof a[1]);
  }
  errno = ENOSYS;
  return -1;
}

/* `announce`: the first word comes from this process, because who made it cannot speak. */
void work(int slot, bool announce) {
  if (announce) answer(slot, getpid(), 0);
  for (;;) {
    struct command command;
    if (read(FIRST_COMMAND + 2 * slot, &command, sizeof command) != (ssize_t)sizeof command) _exit(1);
    errno = 0;
    long value = call(slot, &command);
    int error = value == -1 ? errno : 0;
    /* The child has spoken for a vfork; its parent comes back much later. */
    if (command.order == ORDER_VFORK && error == 0) continue;
    answer(slot, value, error);
  }
}
