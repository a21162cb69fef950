/* submission.h: what the files of submissions share. */
#ifndef APP_DECISION_SUBMISSION_H
#define APP_DECISION_SUBMISSION_H

#include "app/decision/inner.h"

/* A tờ trình drafted from the data; *id of the paper. Inside DB_WRITE. */
enum rc submission_paper_make(struct ctx *c, int64_t submission, int64_t *id) MUST_CHECK;

#endif
