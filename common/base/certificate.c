#include "common/base/certificate.h"

#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum err_code certificate_days_left(const char *path, int *days, struct err *err)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return err_set(err, ERR_BAD_INPUT, "cannot read certificate \"%s\": %s", path,
                       strerror(errno));
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file);
    int seconds = 0;
    bool read = certificate != NULL &&
                ASN1_TIME_diff(days, &seconds, NULL, X509_get0_notAfter(certificate)) == 1;
    X509_free(certificate);
    return read ? ERR_OK : err_set(err, ERR_BAD_INPUT, "\"%s\" holds no certificate", path);
}
