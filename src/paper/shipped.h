/* shipped.h: what tools/laws.c writes and shipped.c reads; nobody else. */
#ifndef PAPER_SHIPPED_H
#define PAPER_SHIPPED_H

#include "paper/paper.h"

extern const struct paper_file paper_shipped_all[]; /* the common file first */
extern const int paper_shipped_count;
extern const struct paper_file cert_shipped_all[];
extern const int cert_shipped_count;

#endif
