/* home.h: the start page: what waits for the one who has signed in. */
#ifndef APP_HOME_HOME_H
#define APP_HOME_HOME_H

#include "op/ctx.h"

/* A card of things to do, with the list that shows them. */
struct home_card {
	const char *title;
	int64_t count;
	struct str say, href;
	bool hot;
};
#define HOME_CARDS_MAX 16

struct home_view {
	struct str greeting;
	struct home_card cards[HOME_CARDS_MAX];
	int card_count;
};

extern const struct op home_ops[];

#endif
