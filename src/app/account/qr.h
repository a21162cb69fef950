/* qr.h: a text as a QR drawing (ISO/IEC 18004), for phones. */
#ifndef APP_ACCOUNT_QR_H
#define APP_ACCOUNT_QR_H

#include "base/buf.h"

/*
 * The dark squares as the path of an SVG whose viewBox is "0 0 *side *side", with the
 * quiet border of four. RC_TOOBIG when the text does not fit. One thread at a time per `path`.
 */
enum rc qr_path(struct str text, struct buf *path, int *side, struct err *e) MUST_CHECK;

#endif
