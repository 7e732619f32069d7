/* write_samples.c: writes the files of config/ from the schema: write_config_samples config */
#include <stdio.h>
#include <stdlib.h>

#include <trade/config.h>

static void text_write(void *user, const char *text)
{
    FILE *file = user;
    if (fputs(text, file) == EOF) {
        perror("write");
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    static const char *const names[] = { "config.yaml", "web_config.yaml", "env.example" };
    if (argc != 2) {
        fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
        return 2;
    }
    for (int i = TR_CONFIG_FILE_MAIN; i <= TR_CONFIG_FILE_ENV; i++) {
        char path[4096];
        if (snprintf(path, sizeof path, "%s/%s", argv[1], names[i]) >= (int)sizeof path)
            return EXIT_FAILURE;
        FILE *file = fopen(path, "w");
        if (file == NULL || tr_config_sample((tr_config_file)i, text_write, file) != TR_OK ||
            fclose(file) != 0) {
            perror(path);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
