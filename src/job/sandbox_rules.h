/* sandbox_rules.h: what sandbox.c (the parent) and sandbox_child.c agree upon. */
#ifndef JOB_SANDBOX_RULES_H
#define JOB_SANDBOX_RULES_H

#include "job/sandbox.h"

/*
 * The child's arguments, all of them always there:
 * thidua parse KIND TIME_MS MEMORY_BYTES strict|weak ARG
 */
enum { ARG_KIND = 2, ARG_TIME, ARG_MEMORY, ARG_MODE, ARG_TEXT, ARG_COUNT };

/* A parser that failed in good order ends with this plus its enum rc. */
#define EXIT_FAILED 64
/* The child could not lock itself in and read nothing. */
#define EXIT_NOT_LOCKED 63

/* A child that was refused memory writes its sentence as the last line of its remarks. */
#define SENTENCE_MAX 480

/* sandbox_program.c, in the child: the locks of a program, and its start. */
bool sandbox_program_calls(void);
bool sandbox_program_files(int ruleset, const struct sandbox_program *p);

/* Address space cannot be limited where a sanitizer maps terabytes of shadow. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMIT_ADDRESS_SPACE 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LIMIT_ADDRESS_SPACE 0
#endif
#endif
#ifndef LIMIT_ADDRESS_SPACE
#define LIMIT_ADDRESS_SPACE 1
#endif

#endif
