/* program.h: a compiled law; for this room only. */
#ifndef LAW_PROGRAM_H
#define LAW_PROGRAM_H

#include "law/bulk.h"
#include "law/eval.h"

#define INPUTS_MAX 4096

/* Operands: 0 … INPUTS_MAX - 1 inputs, then never, always, then places of a block. */
struct law_gate {
	int to, a, b;
	bool is_or;
};

struct law_run_code {
	struct law_gate *gates;
	int gate_count, places; /* places counted from 0, inputs included */
	int *outputs;           /* operand of each rule * awards + award; -1: none */
};

struct law_program {
	const struct law *law;
	int rules, awards;
	struct law_input *inputs;
	int input_count;
	int *order; /* inputs by the field of a digest that they read */
	int *given; /* by award: the input that says it has been given; -1: not asked */
	struct law_run_code lo, hi;
};

#endif
