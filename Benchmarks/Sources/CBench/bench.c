#define _GNU_SOURCE
#include "bench.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

// An executable's own definition stands before the C library's for every library that it loads, SQLite's included.
static atomic_long syncs;

int fdatasync(int fd) {
  atomic_fetch_add_explicit(&syncs, 1, memory_order_relaxed);
  return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
  atomic_fetch_add_explicit(&syncs, 1, memory_order_relaxed);
  return (int)syscall(SYS_fsync, fd);
}

long bench_syncs(void) { return atomic_load_explicit(&syncs, memory_order_relaxed); }

static bench_on_statement handler;

static int on_statement(unsigned mask, void *connection, void *statement, void *text) {
  (void)mask;
  if (handler) handler(connection, statement, text);
  return 0;
}

static int on_open(sqlite3 *connection, char **error, const struct sqlite3_api_routines *api) {
  (void)error;
  (void)api;
  if (handler) sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, on_statement, connection);
  return SQLITE_OK;
}

void bench_trace(bench_on_statement new_handler) {
  handler = new_handler;
  // The same function is registered once, however often this is called.
  sqlite3_auto_extension((void (*)(void))on_open);
}

char *bench_expanded(struct sqlite3_stmt *statement) { return sqlite3_expanded_sql(statement); }

void bench_free(char *text) { sqlite3_free(text); }
