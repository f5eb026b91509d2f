package io.himar.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A way to run Postgres, which refuses to be root, under another account.
 *
 * @param name how to speak of it
 * @param prefix the command that runs another command under the account
 * @param owner number of the user and group that must own the cluster, or -1 for the user of this process
 */
record PostgresAccount(String name, List<String> prefix, int owner) {
    /** The number of {@code nobody} on Linux. */
    private static final int NOBODY = 65534;

    private static final String NOBODY_TEXT = Integer.toString(NOBODY);

    PostgresAccount {
        prefix = List.copyOf(prefix);
    }

    /** The ways to try, from the best to the last resort. */
    static List<PostgresAccount> candidates() {
        if (!isRoot()) {
            return List.of(new PostgresAccount("the current user", List.of(), -1));
        }
        return List.of(inUserNamespace(), asNobody(), asNobodyReachingAll(), asNobodyByRunuser());
    }

    /** A namespace in which root is nobody in particular, but still owns its files. */
    static PostgresAccount inUserNamespace() {
        return new PostgresAccount("a user namespace (unshare)", List.of("unshare", "-U"), -1);
    }

    static PostgresAccount asNobody() {
        return new PostgresAccount(
                "user nobody (setpriv)",
                List.of("setpriv", "--reuid=" + NOBODY_TEXT, "--regid=" + NOBODY_TEXT, "--clear-groups"),
                NOBODY);
    }

    /** For data below a directory that only root may enter, such as /root: nobody, but past directory permissions. */
    static PostgresAccount asNobodyReachingAll() {
        return new PostgresAccount(
                "user nobody with access to all directories (setpriv)",
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY_TEXT,
                        "--regid=" + NOBODY_TEXT,
                        "--clear-groups",
                        // Without it, access(2), by which initdb looks for its programs, drops the capability.
                        "--securebits=+no_setuid_fixup",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override"),
                NOBODY);
    }

    static PostgresAccount asNobodyByRunuser() {
        return new PostgresAccount("user nobody (runuser)", List.of("runuser", "-u", "nobody", "--"), NOBODY);
    }

    /** Gives the cluster to the account and says whether the account can then write it and run the programs. */
    boolean works(Path cluster, Path binaries) throws IOException, InterruptedException {
        String check = "test \"$(id -u)\" -ne 0 && test -w \"$1\" && test -x \"$2\"";
        own(cluster);
        return prefix.isEmpty()
                || Command.run(prefix, "sh", "-c", check, "sh", cluster, binaries.resolve("bin/postgres"))
                        .succeeded();
    }

    /** Makes the account the owner of a file or of a whole directory. */
    void own(Path tree) throws IOException {
        int wanted = owner < 0 ? 0 : owner;
        if (!isRoot() || Files.getAttribute(tree, "unix:uid").equals(wanted)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                return visitFile(each, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(each, "unix:uid", wanted, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:gid", wanted, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
