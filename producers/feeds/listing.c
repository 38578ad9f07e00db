#include "producers/feeds/format.h"

enum err_code listing_read(struct str html, struct draft_context *context, struct err *err)
{
    (void)html;
    (void)context;
    (void)err;
    return ERR_OK;
}
