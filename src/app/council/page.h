/* page.h: what the pages of meetings and ballots show; all text is ready for reading. */
#ifndef APP_COUNCIL_PAGE_H
#define APP_COUNCIL_PAGE_H

#include "op/view.h"

struct council_question {
	int64_t id;
	struct str by, text, answer, act; /* act: address to answer; "" for none */
};

struct council_item_row {
	int64_t id;
	int no;
	struct str title, note, code, lower, state, badge, votes, rule;
	bool hidden; /* the reader is out of this matter */
	struct str declare, propose, ask, remove, sheet, sheet_words;
	struct str *out; /* who does not take part, in words */
	struct str *out_act;
	int64_t *out_id; /* of the recusals */
	int out_count;
	struct council_question *questions;
	int question_count;
};

/* What members read about a nominee before they vote. */
struct council_sheet_part {
	const char *title;
	struct link *items; /* href "" for plain text */
	int count;
};
struct council_sheet {
	struct str code, asked, years, summary, meeting_href;
	struct council_sheet_part parts[8];
	int part_count;
};

struct council_person_row {
	struct str name, role, state, badge, note, act;
};

struct council_ballot_row {
	struct str href, state, badge;
};

struct meeting_page {
	int64_t id, version;
	struct str title, state, state_words, badge, council, council_href, when, mode, place, content,
		result, reason, quorum;
	struct links actions;
	struct str vote; /* address of the reader's open ballot paper; "" for none */
	struct council_item_row *items;
	int item_count;
	struct council_person_row *people;
	int person_count;
	struct council_ballot_row *ballots;
	int ballot_count;
	struct links papers;
	struct str add_item;
};

struct ballot_item_row {
	int no;
	struct str title, code, lower, result, result_words, badge, rule;
	int64_t for_n, against_n, lower_n, invalid_n, members, needed;
	/* the ballot paper */
	struct str note, name, chosen, away, sheet;
	bool has_lower;
};

struct ballot_page {
	int64_t id;
	struct str meeting, meeting_href, state, state_words, badge, room, reason, opened, closed,
		digest, recount;
	struct links actions;
	bool counted;
	struct ballot_item_row *items;
	int item_count;
	struct council_person_row *board, *voters;
	int board_count, voter_count;
	struct str *receipts;
	int receipt_count;
	int64_t voted, voting, on_paper, members;
	struct str *written;
	int written_count;
};

/* The ballot paper: beside the form's own things. */
struct ballot_paper_page {
	const void *form; /* struct form_view */
	struct ballot_item_row *items;
	int item_count;
	struct str title, problem; /* problem: why there is nothing to vote on */
	struct str csrf, key, id;
};

#endif
