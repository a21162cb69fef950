/* reset.c: thidua reset: a sign-in made anew when nobody is left who could confirm it. */
#include "app/account/account.h"
#include "cli/care.h"
#include "journal/seal.h"

#include <unistd.h>

const char cli_reset_help[] =
	"thidua reset TÊN_TÀI_KHOẢN --reason LÝ_DO\n\n"
	"Đặt lại mật khẩu và xác thực hai bước của một tài khoản ngay trên máy chủ, khi không còn ai "
	"xác nhận được\n"
	"(ví dụ người thứ hai duy nhất mất điện thoại). Không cần máy chủ đang chạy; cần thư mục dữ "
	"liệu và khóa.\n"
	"Nhật ký ghi việc này kèm lý do; chủ tài khoản và thanh tra được báo; tài khoản chưa bỏ phiếu "
	"được cho đến khi\n"
	"chủ tài khoản đăng nhập và xác nhận. Bình thường xin dùng \"Đặt lại đăng nhập\" trên trang "
	"web, hai người làm.";

enum rc cli_reset(struct cli *c)
{
	struct cli_app a;
	struct str password;
	const char *reason = cli_option(c, "reason"), *name = cli_word(c);
	TRY(cli_no_more(c));
	if (!name || !reason)
		return err_set(&c->err, RC_INVALID,
		               "Xin viết: thidua reset TÊN_TÀI_KHOẢN --reason \"LÝ DO\".");
	enum rc rc = cli_app_open(c, 0, &a);
	a.ctx.remote = arena_printf(&c->mem, "uid=%u", (unsigned)getuid());
	if (rc == RC_OK)
		rc = account_reset_offline(&a.ctx, str_of(name), str_of(reason), &password);
	if (rc == RC_OK)
		printf("Đã đặt lại đăng nhập của %s; chủ tài khoản được báo, người giữ vai thanh tra (nếu "
		       "có) cũng vậy.\n"
		       "Mật khẩu tạm, chỉ hiện một lần, xin trao tận tay:\n\n    %.*s\n",
		       name, STR_ARG(password));
	if (rc == RC_OK)
		rc = journal_seal_run(a.db, a.app.keys, JOURNAL_SEAL_ALL, a.ctx.now_ms, &c->err);
	cli_app_close(&a);
	return rc;
}
