/*
 * law_people.h: for tests of the law among the office's people: somebody new, what is recorded
 * about them, and the verdict as programs get it.
 */
#ifndef LAW_PEOPLE_H
#define LAW_PEOPLE_H

#include "office_fixture.h"

#include <jansson.h>

#define KEEPER "vidu.thuongtruc"
#define TH "Phòng Tổng hợp"
#define END_2025 "31/12/2025"

int64_t law_person(struct office *o, const char *name);
void law_rate(struct office *o, const char *person, const char *year, const char *level);
void law_attest(struct office *o, const char *person, const char *year, const char *matter);

/* What an operation that has just run answers to programs; for json_decref(). */
json_t *law_json(struct acting *a, const char *op);

/* The verdict of one award, through the operation. */
const char *law_verdict_as(struct office *o, const char *who, const char *person, const char *award,
                           const char *on);

#endif
