/* Where libcsv was not there to build with. */
#include "producers/importer/import.h"

enum err_code
import_table(struct import *import, const struct input_document *document, struct err *err)
{
    (void)import;
    return err_set(err, ERR_CONFIG, "%s: this gainsay-import was built without libcsv",
                   document->place);
}
