/* Loaded before a program under test: while the file named by FAULT_NUMBER holds the number of an error, whatever the
   program writes below FAULT_BELOW fails with it. With FAULT_SYNC set, what is to be synced fails too. With FAULT_AFTER set,
   each process may first write so many bytes from where a file is: a disk fills up in the middle of something. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static int fault(int fd) {
  const char *number = getenv("FAULT_NUMBER"), *below = getenv("FAULT_BELOW");
  char text[16] = "", link[64], path[4096];
  if (!number || !below) return 0;
  int kept = errno, control = open(number, O_RDONLY | O_CLOEXEC);
  if (control >= 0) {
    if (read(control, text, sizeof text - 1) < 0) text[0] = 0;
    close(control);
  }
  errno = kept;
  if (atoi(text) == 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0 || strncmp(path, below, strlen(below)) != 0) return 0;
  return atoi(text);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FAILING(fd) int number = fault(fd); if (number) { errno = number; return -1; }

ssize_t write(int fd, const void *bytes, size_t n) {
  REAL(write);
  static size_t written;
  int number = fault(fd);
  if (!number) return real(fd, bytes, n);
  const char *after = getenv("FAULT_AFTER");
  size_t room = after && strtoul(after, NULL, 10) > written ? strtoul(after, NULL, 10) - written : 0;
  if (room == 0) { errno = number; return -1; }
  ssize_t done = real(fd, bytes, n < room ? n : room);
  if (done > 0) written += done;
  return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { REAL(pwrite); FAILING(fd) return real(fd, bytes, n, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { REAL(pwrite64); FAILING(fd) return real(fd, bytes, n, at); }
ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t at) { REAL(pwritev); FAILING(fd) return real(fd, parts, n, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int n, off64_t at) { REAL(pwritev64); FAILING(fd) return real(fd, parts, n, at); }
int ftruncate(int fd, off_t length) { REAL(ftruncate); FAILING(fd) return real(fd, length); }
int ftruncate64(int fd, off64_t length) { REAL(ftruncate64); FAILING(fd) return real(fd, length); }
int posix_fallocate(int fd, off_t at, off_t n) { REAL(posix_fallocate); int number = fault(fd); return number ? number : real(fd, at, n); }
int posix_fallocate64(int fd, off64_t at, off64_t n) { REAL(posix_fallocate64); int number = fault(fd); return number ? number : real(fd, at, n); }
int fsync(int fd) { REAL(fsync); if (getenv("FAULT_SYNC")) { FAILING(fd) } return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); if (getenv("FAULT_SYNC")) { FAILING(fd) } return real(fd); }
