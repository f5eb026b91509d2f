package io.himar.service.tracing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement does, and to which tables, in few words of which there are few: as a span's name.
 *
 * @param operation the statement's first word, such as {@code SELECT}
 * @param tables those of himar's schema that it names, in their order
 */
record QuerySummary(String operation, List<String> tables) {
    /** As the conventions for databases have it. */
    private static final int LONGEST = 255;

    private static final Pattern WORD = Pattern.compile("\\p{Alpha}+");
    private static final Pattern TABLE = Pattern.compile("\\bhimar\\.\\w+", Pattern.CASE_INSENSITIVE);

    QuerySummary {
        tables = List.copyOf(tables);
    }

    static QuerySummary of(String statement) {
        Matcher word = WORD.matcher(statement);
        Set<String> tables = new LinkedHashSet<>();
        Matcher table = TABLE.matcher(statement);
        while (table.find()) {
            tables.add(table.group().toLowerCase(Locale.ROOT));
        }
        return new QuerySummary(
                word.find() ? word.group().toUpperCase(Locale.ROOT) : "STATEMENT", new ArrayList<>(tables));
    }

    /** Cut after a whole word. */
    String text() {
        StringBuilder text = new StringBuilder(operation);
        for (String table : tables) {
            if (text.length() + 1 + table.length() > LONGEST) {
                break;
            }
            text.append(' ').append(table);
        }
        return text.toString();
    }
}
