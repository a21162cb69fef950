/* table.c: all operations, in the order of menus and of the matrix of rights. */
#include "app/account/account.h"
#include "app/admin/admin.h"
#include "app/admin/holiday.h"
#include "app/admin/record.h"
#include "app/admin/setting.h"
#include "app/file/file.h"
#include "app/home/home.h"
#include "app/import/import.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/search/search.h"

const struct op *const op_tables[] = {
	home_ops, search_ops, session_ops, my_session_ops, account_ops, password_ops, factor_ops, account_admin_ops, token_ops, unit_ops, person_ops, post_ops, identifier_ops, grant_ops, delegation_ops, merge_ops, approval_ops, rights_ops, file_ops, import_ops, notice_ops, job_ops, mail_ops,
	nightly_ops, account_nightly_ops, journal_ops, privacy_ops, incident_ops, setting_ops, holiday_ops, NULL,
};
