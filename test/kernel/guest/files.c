#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY);
  if (file < 0) return errno;
  ssize_t written = write(file, text, strlen(text));
  int error = written < 0 ? errno : 0;
  close(file);
  return error;
}

int write_number(const char *path, long number) {
  char text[32];
  snprintf(text, sizeof text, "%ld", number);
  return write_text(path, text);
}

bool read_text(const char *path, char *text, size_t room) {
  int file = open(path, O_RDONLY);
  if (file < 0) return false;
  size_t length = 0;
  ssize_t got;
  while (length < room - 1 && (got = read(file, text + length, room - 1 - length)) > 0) length += (size_t)got;
  close(file);
  text[length] = 0;
  return true;
}

long read_number(const char *path) {
  char text[64];
  if (!read_text(path, text, sizeof text)) give_up("cannot read %s", path);
  /* A counter below zero is written as 2^64 - n. */
  return (long)strtoull(text, NULL, 10);
}

void make_folders(const char *path) {
  char part[MAX_PATH];
  for (size_t i = 1; i < sizeof part && i <= strlen(path); i++) {
    if (path[i] != '/' && path[i] != 0) continue;
    snprintf(part, i + 1, "%s", path);
    mkdir(part, 0755);
  }
}
