/*
 * Runs a fuzz target over the files of folders, for builds without libFuzzer: what was found once
 * is tried in every run.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
        if (file != NULL)
            (void)fclose(file);
        return 0;
    }
    /* Exactly as long as the file, so that a sanitizer sees a read behind its end. */
    size_t size = (size_t)about.st_size;
    uint8_t *data = malloc(size + (size == 0));
    if (data != NULL && fread(data, 1, size, file) == size)
        (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    (void)fclose(file);
    return 1;
}

static int replay_folder(const char *folder)
{
    DIR *listing = opendir(folder);
    int count = 0;
    if (listing == NULL) {
        (void)fprintf(stderr, "replay: cannot open \"%s\"\n", folder);
        return 0;
    }
    for (struct dirent *at = readdir(listing); at != NULL; at = readdir(listing)) {
        char path[8192];
        int len = snprintf(path, sizeof path, "%s/%s", folder, at->d_name);
        if (len > 0 && (size_t)len < sizeof path)
            count += replay_file(path);
    }
    (void)closedir(listing);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += replay_folder(argv[i]);
    (void)printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
