/* asset_table.h: what tools/embed.c writes and web/asset.c reads; nobody else. */
#ifndef WEB_ASSET_TABLE_H
#define WEB_ASSET_TABLE_H

#include "web/assets.h"

extern const struct asset asset_table[];     /* by name; one empty row at the end */
extern const unsigned short asset_by_path[]; /* rows of it in the order of their paths */
extern const size_t asset_count;

#endif
