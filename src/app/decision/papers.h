/* papers.h: writing the data of papers; apart, for app/record/record.h has a struct paper, too. */
#ifndef APP_DECISION_PAPERS_H
#define APP_DECISION_PAPERS_H

#include "app/decision/inner.h"
#include "app/paper/paper.h"

struct json_out;

/* "112/QĐ-VP" and its day as number, notation, date. */
void decision_put_sign(struct json_out *j, struct str sign, struct date dated);

/* A JSON object that `write` fills, in the arena. */
enum rc decision_json(struct ctx *c,
                      enum rc (*write)(struct ctx *c, struct json_out *j, const void *of),
                      const void *of, struct str *json) MUST_CHECK;

#endif
