#ifndef MAGNETIQ_BENCH_H
#define MAGNETIQ_BENCH_H

struct sqlite3;
struct sqlite3_stmt;

// The calls of fdatasync(2) and fsync(2) in this process, by whichever library.
long bench_syncs(void);

// Called at the beginning of each statement that a connection runs, with its text. Statements of triggers begin with `--`.
typedef void (*bench_on_statement)(struct sqlite3 *connection, struct sqlite3_stmt *statement, const char *text);

// Traces each connection that is opened from now on; NULL ends it.
void bench_trace(bench_on_statement handler);

// The statement's text with its values as literals, or NULL; freed by bench_free.
char *bench_expanded(struct sqlite3_stmt *statement);
void bench_free(char *text);

#endif
