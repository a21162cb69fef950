/* log.h: the command `thidua log`. */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include "cli/cli.h"

/* verify, list, heads, export, roles. */
enum rc cli_log(struct cli *c) MUST_CHECK;

#define CLI_LOG_HELP                                                                                \
	"thidua log verify [--head TỆP|SỐ:MÃ]   kiểm tra nhật ký từ dòng đầu đến dòng cuối\n"           \
	"thidua log list [bộ lọc]               đọc nhật ký qua máy chủ đang chạy\n"                    \
	"thidua log heads [--last]              in các đầu chuỗi đã ký, để giữ ngoài cơ sở dữ liệu\n"   \
	"thidua log export                      in mọi dòng cùng mắt xích, mỗi dòng một đối tượng JSON\n" \
	"thidua log roles                       PostgreSQL: cấp quyền cho tài khoản thidua_app\n\n"       \
	"verify tính lại chuỗi niêm phong, so với các đầu chuỗi đã ký và với đầu chuỗi giữ ngoài (tệp cạnh\n" \
	"bản sao lưu, thư hằng ngày). Mã thoát 0: nguyên vẹn; 6: có chỗ không đúng. Không cần máy chủ chạy."

#endif
