#include "guest.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUPS "/groups"
enum { TRIES = 200, PAUSE_US = 10000 };

void prepare_machine(void) {
  make_folders("/proc");
  make_folders("/sys");
  make_folders(GROUPS);
  if (mount("proc", "/proc", "proc", 0, "") != 0) give_up("no /proc");
  if (mount("sys", "/sys", "sysfs", 0, "") != 0) give_up("no /sys");
  if (mount("groups", GROUPS, "cgroup2", 0, "") != 0) give_up("no control groups");
  int error = write_text(GROUPS "/cgroup.subtree_control", "+hugetlb");
  if (error != 0) give_up("no hugetlb control group: %s", strerrorname_np(error));
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

static void pool_file(char *path, const char *file, long kilobytes, int node) {
  if (node >= 0)
    snprintf(path, MAX_PATH, "/sys/devices/system/node/node%d/hugepages/hugepages-%ldkB/%s", node, kilobytes, file);
  else if (kilobytes == DEFAULT_KILOBYTES)
    snprintf(path, MAX_PATH, "/proc/sys/vm/%s", file);
  else
    snprintf(path, MAX_PATH, "/sys/kernel/mm/hugepages/hugepages-%ldkB/%s", kilobytes, file);
}

int set_pool(const char *file, long kilobytes, long value, int node) {
  char path[MAX_PATH];
  pool_file(path, file, kilobytes, node);
  return write_number(path, value);
}

static long counter(const char *file, long kilobytes) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, "/sys/kernel/mm/hugepages/hugepages-%ldkB/%s", kilobytes, file);
  return read_number(path);
}

static long value_after(const char *text, const char *key) {
  const char *at = strstr(text, key);
  if (at == NULL) give_up("no %s", key);
  return (long)strtoull(at + strlen(key), NULL, 10);
}

struct counters counters_of(long kilobytes) {
  if (kilobytes != DEFAULT_KILOBYTES)
    return (struct counters){counter("nr_hugepages", kilobytes), counter("free_hugepages", kilobytes),
                             counter("resv_hugepages", kilobytes), counter("surplus_hugepages", kilobytes)};
  char text[4096];
  if (!read_text("/proc/meminfo", text, sizeof text)) give_up("no /proc/meminfo");
  return (struct counters){value_after(text, "HugePages_Total:"), value_after(text, "HugePages_Free:"),
                           value_after(text, "HugePages_Rsvd:"), value_after(text, "HugePages_Surp:")};
}

/* The last two writes leave both round robins of nr_hugepages at node 0. */
static bool fill_nodes(const struct world *world) {
  for (int node = world->nodes - 1; node >= 1; node--)
    if (set_pool("nr_hugepages", DEFAULT_KILOBYTES, world->node[node], node) != 0) return false;
  return set_pool("nr_hugepages", DEFAULT_KILOBYTES, world->node[0] + 1, 0) == 0 &&
         set_pool("nr_hugepages", DEFAULT_KILOBYTES, world->node[0], 0) == 0;
}

static bool make_pool(const struct world *world, const struct pool *pool) {
  if (world->nodes > 0 && pool->kilobytes == DEFAULT_KILOBYTES) {
    if (!fill_nodes(world)) return false;
  } else if (set_pool("nr_hugepages", pool->kilobytes, pool->pages, -1) != 0) {
    return false;
  }
  if (pool->overcommit > 0) set_pool("nr_overcommit_hugepages", pool->kilobytes, pool->overcommit, -1);
  struct counters now = counters_of(pool->kilobytes);
  if (now.total == pool->pages && now.free == pool->pages && now.rsvd == 0 && now.surp == 0) return true;
  say("? %ld pages of %ld kB wanted, got %ld\n", pool->pages, pool->kilobytes, now.total);
  return false;
}

static bool make_mount(const struct mount_point *mount_point) {
  char options[MAX_PATH];
  int used = snprintf(options, sizeof options, "pagesize=%ldK", mount_point->kilobytes);
  if (mount_point->size >= 0)
    used += snprintf(options + used, sizeof options - (size_t)used, ",size=%ldK", mount_point->size * mount_point->kilobytes);
  if (mount_point->min_size >= 0)
    snprintf(options + used, sizeof options - (size_t)used, ",min_size=%ldK", mount_point->min_size * mount_point->kilobytes);
  make_folders(mount_point->path);
  if (mount("none", mount_point->path, "hugetlbfs", 0, options) == 0) return true;
  say("? mount %s %s: %s\n", mount_point->path, options, strerrorname_np(errno));
  return false;
}

static bool limit_group(const struct group *group, const char *what, long pages) {
  if (pages < 0) return true;
  char path[MAX_PATH];
  const char *size = group->kilobytes == DEFAULT_KILOBYTES ? "2MB" : "1GB";
  snprintf(path, sizeof path, GROUPS "/%s/hugetlb.%s.%s", group->name, size, what);
  return write_number(path, pages * group->kilobytes * 1024) == 0;
}

static bool make_group(const struct group *group) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, GROUPS "/%s", group->name);
  if (mkdir(path, 0755) != 0 && errno != EEXIST) return false;
  if (limit_group(group, "max", group->limit) && limit_group(group, "rsvd.max", group->rsvd)) return true;
  say("? control group %s\n", group->name);
  return false;
}

bool make_world(const struct world *world) {
  for (int i = 0; i < world->pools; i++)
    if (!make_pool(world, &world->pool[i])) return false;
  for (int i = 0; i < world->mounts; i++)
    if (!make_mount(&world->mount[i])) return false;
  for (int i = 0; i < world->groups; i++)
    if (!make_group(&world->group[i])) return false;
  return true;
}

bool join_group(const char *name, pid_t pid) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, GROUPS "/%s/cgroup.procs", name);
  return write_number(path, pid) == 0;
}

static bool drop_group(const char *name) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, GROUPS "/%s", name);
  for (int i = 0; i < TRIES; i++) {
    if (rmdir(path) == 0 || errno == ENOENT) return true;
    usleep(PAUSE_US);
  }
  return false;
}

bool unmake_world(const struct world *world) {
  bool clean = true;
  for (int i = 0; i < world->mounts; i++)
    if (umount(world->mount[i].path) != 0 && errno != EINVAL && errno != ENOENT) clean = false;
  for (int i = 0; i < world->groups; i++)
    if (!drop_group(world->group[i].name)) clean = false;
  if (!clean) say("? not everything can be taken down\n");
  for (int i = 0; i < world->pools; i++) {
    long kilobytes = world->pool[i].kilobytes;
    set_pool("nr_overcommit_hugepages", kilobytes, 0, -1);
    struct counters now = counters_of(kilobytes);
    if (now.free == now.total && now.rsvd == 0 && now.surp == 0) continue;
    say("l %ld %ld %ld %ld\n", now.total, now.free, now.rsvd, now.surp);
    clean = false;
  }
  for (int i = 0; clean && i < world->pools; i++) set_pool("nr_hugepages", world->pool[i].kilobytes, 0, -1);
  return clean;
}

static long group_counter(const struct group *group, const char *what) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, GROUPS "/%s/hugetlb.2MB.%s", group->name, what);
  return read_number(path) / (DEFAULT_KILOBYTES * 1024L);
}

void tell_counters(const struct world *world) {
  for (int i = 0; i < world->pools; i++) {
    struct counters now = counters_of(world->pool[i].kilobytes);
    const char *key = world->pool[i].kilobytes == DEFAULT_KILOBYTES ? "c" : "g";
    say("%s %ld %ld %ld %ld\n", key, now.total, now.free, now.rsvd, now.surp);
  }
  for (int node = 0; node < world->nodes; node++) {
    char path[MAX_PATH], text[4096];
    snprintf(path, sizeof path, "/sys/devices/system/node/node%d/meminfo", node);
    if (!read_text(path, text, sizeof text)) give_up("no %s", path);
    say("n %ld %ld %ld\n", value_after(text, "HugePages_Total:"), value_after(text, "HugePages_Free:"),
        value_after(text, "HugePages_Surp:"));
  }
  for (int i = 0; i < world->groups; i++) {
    const struct group *group = &world->group[i];
    if (group->kilobytes == DEFAULT_KILOBYTES)
      say("k %s %ld %ld\n", group->name, group_counter(group, "current"), group_counter(group, "rsvd.current"));
  }
}
