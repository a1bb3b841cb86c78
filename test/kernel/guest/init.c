/* The first process: plays the scenarios of /scenarios one after the other. */
#include "guest.h"
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MAX_LINE = 1024, MAX_WORDS = 16 };

static char *words[MAX_WORDS];

static int split(char *line) {
  int count = 0;
  for (char *at = strtok(line, " \n"); at != NULL && count < MAX_WORDS; at = strtok(NULL, " \n")) words[count++] = at;
  return count;
}

static long number(int i) { return words[i] == NULL ? 0 : strtol(words[i], NULL, 10); }

static void set_name(char *target, const char *source, size_t room) { snprintf(target, room, "%s", source); }

struct scenario {
  char id[MAX_PATH];
  struct world world;
  struct {
    char name[MAX_NAME], group[MAX_NAME];
    int node;
  } process[MAX_SLOTS];
  int processes;
};

/* Reads up to the line "steps". */
static bool read_head(FILE *file, struct scenario *scenario) {
  char line[MAX_LINE];
  memset(scenario, 0, sizeof *scenario);
  struct world *world = &scenario->world;
  while (fgets(line, sizeof line, file) != NULL) {
    memset(words, 0, sizeof words);
    int count = split(line);
    if (count == 0) continue;
    if (strcmp(words[0], "steps") == 0) return true;
    if (strcmp(words[0], "scenario") == 0) {
      set_name(scenario->id, words[1], MAX_PATH);
    } else if (strcmp(words[0], "pool") == 0 && world->pools < MAX_POOLS) {
      world->pool[world->pools++] = (struct pool){number(1), number(2), number(3)};
    } else if (strcmp(words[0], "node") == 0 && world->nodes < MAX_NODES) {
      world->node[world->nodes++] = number(1);
    } else if (strcmp(words[0], "mount") == 0 && world->mounts < MAX_MOUNTS) {
      struct mount_point *mount = &world->mount[world->mounts++];
      set_name(mount->path, words[1], MAX_PATH);
      mount->kilobytes = number(2);
      mount->size = number(3);
      mount->min_size = number(4);
    } else if (strcmp(words[0], "cgroup") == 0 && world->groups < MAX_GROUPS) {
      struct group *group = &world->group[world->groups++];
      set_name(group->name, words[1], MAX_NAME);
      group->kilobytes = number(2);
      group->limit = number(3);
      group->rsvd = number(4);
    } else if (strcmp(words[0], "process") == 0 && scenario->processes < MAX_SLOTS) {
      set_name(scenario->process[scenario->processes].name, words[1], MAX_NAME);
      scenario->process[scenario->processes].node = (int)number(2);
      set_name(scenario->process[scenario->processes].group, words[3], MAX_NAME);
      scenario->processes++;
    } else {
      give_up("cannot read %s", words[0]);
    }
  }
  return false;
}

/* Plays the steps up to the line "end". False when the kernel hangs. */
static bool play(FILE *file, const struct scenario *scenario) {
  char line[MAX_LINE];
  while (fgets(line, sizeof line, file) != NULL) {
    memset(words, 0, sizeof words);
    int count = split(line);
    if (count == 0) continue;
    if (strcmp(words[0], "end") == 0) return true;
    bool goes_on = act(words, count);
    tell_counters(&scenario->world);
    tell_cast();
    say(";\n");
    flush();
    if (!goes_on) return false;
  }
  return true;
}

static void skip(FILE *file) {
  char line[MAX_LINE];
  while (fgets(line, sizeof line, file) != NULL && strcmp(line, "end\n") != 0) continue;
}

static void play_all(FILE *file) {
  static struct scenario scenario;
  while (read_head(file, &scenario)) {
    say("# %s\n", scenario.id);
    empty_cast();
    be_patient(scenario.world.pools > 1);
    bool clean = false;
    if (make_world(&scenario.world)) {
      for (int i = 0; i < scenario.processes; i++) {
        const char *group = scenario.process[i].group;
        start_process(scenario.process[i].name, scenario.process[i].node, strcmp(group, "-") == 0 ? NULL : group);
      }
      if (!play(file, &scenario)) {
        say("= hang\n");
        give_up("the kernel hangs");
      }
    } else {
      say("u\n");
      skip(file);
    }
    clean = dismiss_cast();
    forget_segments();
    clean = unmake_world(&scenario.world) && clean;
    say(clean ? "= ok\n" : "= unclean\n");
    flush();
    /* What leaked would be there for the next one, too. */
    if (!clean) give_up("a fresh kernel is needed");
  }
}

int main(int count, char *arguments[]) {
  if (count == 2 && strcmp(arguments[0], "worker") == 0) work(atoi(arguments[1]), true);
  open_console();
  struct rlimit files = {4 * MAX_SLOTS, 4 * MAX_SLOTS};
  setrlimit(RLIMIT_NOFILE, &files);
  prepare_machine();
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(0, &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
  open_pipes();
  FILE *file = fopen("/scenarios", "r");
  if (file == NULL) give_up("no scenarios");
  say("* ready\n");
  flush();
  play_all(file);
  say("* done\n");
  give_up("done");
}
