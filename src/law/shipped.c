/* shipped.c: the rule files of laws/ as they are in the program. */
#include "law/shipped.h"

const struct law_file *law_shipped_files(int *count)
{
	*count = law_shipped_count;
	return law_shipped_all;
}

enum rc law_shipped(struct arena *mem, const struct law **out, struct err *e)
{
	struct law_faults faults;
	TRY(law_read(mem, law_shipped_all, law_shipped_count, out, &faults, e));
	if (*out)
		return RC_OK;
	const struct law_fault *f = &faults.at[0];
	for (int i = 0; i < faults.count && f->note; i++)
		f = &faults.at[i];
	return err_detail(e, RC_BUG, "laws/%.*s:%d:%d: %.*s", STR_ARG(f->file), f->line, f->column,
	                  STR_ARG(f->say));
}
