package io.himar.contracts;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a worker must know to run a stage, as one name: that of the sampler, and of a plan that leaves work out another
 * one. So versions that know nothing of such plans take the name for a sampler that they lack, and the image waits for
 * one that knows them: half a stage under each of two plans would be no picture.
 */
public final class SamplerNames {
    private static final String LEAVING_OUT = " LEAVING_OUT";

    private SamplerNames() {}

    /** The name that these settings ask for. */
    public static String needed(StageSettings settings) {
        return settings.getSampler().name() + (leavesOut(settings) ? LEAVING_OUT : "");
    }

    /** All names of a worker that knows a sampler. */
    public static List<String> known(Stream<String> samplers) {
        return samplers.flatMap(sampler -> Stream.of(sampler, sampler + LEAVING_OUT))
                .toList();
    }

    /** The name of the sampler alone. */
    public static String sampler(String needed) {
        return needed.endsWith(LEAVING_OUT) ? needed.substring(0, needed.length() - LEAVING_OUT.length()) : needed;
    }

    private static boolean leavesOut(StageSettings settings) {
        boolean fewer = settings.getLastDenoisingSteps() > 0
                && settings.getLastDenoisingSteps() != settings.getDenoisingSteps();
        boolean ordered =
                settings.getOrder() != TokenOrder.TOKEN_ORDER_UNSPECIFIED && settings.getOrder() != TokenOrder.RANDOM;
        return fewer || ordered || settings.getUnguidedBelow() > 1;
    }
}
