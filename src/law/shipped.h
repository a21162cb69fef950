/* shipped.h: what tools/laws.c writes and shipped.c reads; nobody else. */
#ifndef LAW_SHIPPED_H
#define LAW_SHIPPED_H

#include "law/law.h"

extern const struct law_file law_shipped_all[];
extern const int law_shipped_count;

#endif
