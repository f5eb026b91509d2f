package io.himar.standalone.command;

import java.util.List;

/**
 * What a person can do about generations that were left before they ended.
 *
 * @param gatewayOptions options that every command to come needs, each after a space
 * @param modelOptions those that a suite needs besides to serve the same models
 * @param downloadOptions those that a command which downloads needs besides
 * @param suiteStays whether the suite goes on when this program ends
 */
record Afterwards(String gatewayOptions, String modelOptions, String downloadOptions, boolean suiteStays) {

    /** What to do about generations that go on without this program. */
    String left(List<String> ids) {
        if (!suiteStays) {
            return "What is not finished goes on when the suite is started again: ./himar up" + gatewayOptions
                    + modelOptions;
        }
        if (ids.size() > 1) {
            return "The " + ids.size() + " generations go on without it: ./himar list" + gatewayOptions
                    + " shows them.";
        }
        return """
                The generation goes on without it.
                  follow it again   ./himar generate --resume %1$s%2$s%3$s
                  end it            ./himar cancel %1$s%2$s""".formatted(ids.get(0), gatewayOptions, downloadOptions);
    }

    /** How to go on once the suite answers again. */
    String lost(List<String> ids) {
        String how = ids.size() == 1
                ? "./himar generate --resume " + ids.get(0) + gatewayOptions + downloadOptions
                : "./himar generate --resume ID" + gatewayOptions + downloadOptions + ", for each ID that ./himar list"
                        + gatewayOptions + " shows";
        return "once it is up again, go on with " + how;
    }
}
