#include "common/conf/conf_secret.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_closed(const struct stat *about)
{
    if (about->st_uid == 0)
        return (about->st_mode & (S_IWGRP | S_IXGRP | S_IRWXO)) == 0;
    return about->st_uid == geteuid() && (about->st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

static enum err_code read_line(FILE *file, const char *path, char *text, struct err *err)
{
    struct stat about;
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode))
        return err_set(err, ERR_CONFIG, "\"%s\" is no file", path);
    if (!is_closed(&about))
        return err_set(err, ERR_CONFIG,
                       "\"%s\" holds a password and others can read it: give it to this user, "
                       "with mode 0400",
                       path);
    if (fgets(text, CONF_SECRET_BYTES, file) == NULL)
        text[0] = '\0';
    size_t len = strcspn(text, "\r\n");
    if (len == 0 || len == CONF_SECRET_BYTES - 1)
        return err_set(err, ERR_CONFIG, "the first line of \"%s\" is %s", path,
                       len == 0 ? "empty" : "too long for a password");
    text[len] = '\0';
    return ERR_OK;
}

enum err_code conf_secret_read(const char *path, char text[CONF_SECRET_BYTES], struct err *err)
{
    char full[4096];
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    bool inherited = credentials != NULL && strchr(path, '/') == NULL;
    int len = snprintf(full, sizeof full, "%s%s%s", inherited ? credentials : "",
                       inherited ? "/" : "", path);
    if (len < 0 || (size_t)len >= sizeof full)
        return err_set(err, ERR_CONFIG, "\"%.60s...\" is too long for a file's name", path);
    FILE *file = fopen(full, "re");
    if (file == NULL)
        return err_set(err, ERR_CONFIG, "cannot open \"%s\": %s", full, strerror(errno));
    enum err_code code = read_line(file, full, text, err);
    (void)fclose(file);
    return code;
}
