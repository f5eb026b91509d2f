package io.himar.model.checkpoint.torch;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that no honest checkpoint holds: what runs programs or code, opens files or reaches the network. Nothing that a
 * pickle names is ever run here, so no safety rests on this list; but who opens the file elsewhere should be warned.
 */
final class Harmful {
    private static final Pattern BUILTINS = Pattern.compile("builtins|__builtin__|__builtins__");

    /** Classes of {@code builtins} that are values; all else there is a function or worse. */
    private static final Set<String> VALUES = Set.of(
            "bool",
            "bytearray",
            "bytes",
            "complex",
            "dict",
            "float",
            "frozenset",
            "int",
            "list",
            "long",
            "object",
            "range",
            "set",
            "slice",
            "str",
            "tuple",
            "unicode",
            "xrange");

    /** Modules by their first name. */
    private static final Set<String> MODULES = Set.of(
            "_io",
            "_operator",
            "_pickle",
            "_posixsubprocess",
            "aiohttp",
            "asyncio",
            "atexit",
            "bdb",
            "cPickle",
            "cProfile",
            "cffi",
            "cloudpickle",
            "code",
            "codeop",
            "commands",
            "ctypes",
            "dill",
            "distutils",
            "doctest",
            "ensurepip",
            "fileinput",
            "ftplib",
            "gc",
            "http",
            "httplib",
            "idlelib",
            "imp",
            "importlib",
            "inspect",
            "io",
            "joblib",
            "lib2to3",
            "linecache",
            "marshal",
            "multiprocessing",
            "nt",
            "operator",
            "os",
            "pdb",
            "pickle",
            "pip",
            "pkgutil",
            "popen2",
            "posix",
            "posixpath",
            "profile",
            "pty",
            "pydoc",
            "requests",
            "resource",
            "rlcompleter",
            "runpy",
            "setuptools",
            "shutil",
            "signal",
            "site",
            "smtplib",
            "socket",
            "socketserver",
            "sqlite3",
            "ssl",
            "subprocess",
            "sys",
            "tempfile",
            "test",
            "threading",
            "timeit",
            "trace",
            "types",
            "urllib",
            "urllib2",
            "venv",
            "webbrowser",
            "winreg",
            "xmlrpc",
            "zipimport");

    /** Functions and modules of packages that checkpoints do name otherwise. */
    private static final Pattern FUNCTIONS = Pattern.compile("torch\\.(load|save|compile|hub|jit|package|serialization|"
            + "_dynamo|_inductor|utils\\.(cpp_extension|collect_env|bottleneck|model_zoo)"
            + "|distributed\\.(rpc|run|launch))\\b.*"
            + "|torch\\.storage\\._load_from_bytes"
            + "|numpy\\.(load|loadtxt|genfromtxt|fromfile|memmap|save|savetxt|testing|f2py|distutils)\\b.*"
            + "|pandas\\.(eval|read_|io\\.).*"
            + "|functools\\.reduce|logging\\.config\\..*");

    private Harmful() {}

    static boolean names(String module, String name) {
        if (BUILTINS.matcher(module).matches()) {
            return !VALUES.contains(name);
        }
        return MODULES.contains(module.split("\\.", 2)[0])
                || FUNCTIONS.matcher(module + "." + name).matches();
    }
}
