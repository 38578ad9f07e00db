/*
 * The files below a folder, in one order everywhere: a folder's own by name, then those of the
 * folders in it.
 */
#ifndef GAINSAY_IMPORTER_FOLDER_H
#define GAINSAY_IMPORTER_FOLDER_H

#include "common/base/err.h"

/* A code other than ERR_OK ends the walk. */
typedef enum err_code folder_file(void *context, const char *path, struct err *err);

/* A file: that one alone; "-" is standard input's. Names that begin with '.' are passed over, and
 * links to folders are not followed. ERR_CONFIG: a folder can't be read, or there are too many. */
enum err_code folder_visit(const char *path, folder_file *visit, void *context, struct err *err);

#endif
