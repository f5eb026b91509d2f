package io.himar.contracts;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a worker must know to run a stage, as one name: that of the sampler, and of what versions before could not do
 * another one. So those take the name for a sampler that they lack, and the image waits for a worker that knows it.
 *
 * <ul>
 *   <li>A plan that leaves work out: half a stage under each of two plans would be no picture.
 *   <li>A difference of guidance that several denoising steps go by: who computes it in each draws another picture.
 *   <li>A prompt: who does not see it would draw something else.
 * </ul>
 */
public final class SamplerNames {
    private static final String LEAVING_OUT = " LEAVING_OUT";
    private static final String REFRESHING = " REFRESHING_GUIDANCE";
    private static final String PROMPT = " PROMPT";
    private static final List<String> MARKS = List.of(LEAVING_OUT, REFRESHING, PROMPT);

    private SamplerNames() {}

    /**
     * The name that an image asks for.
     *
     * @param settings of the stage
     * @param prompt whether it shows what a text says, and no class
     */
    public static String needed(StageSettings settings, boolean prompt) {
        return settings.getSampler().name()
                + (leavesOut(settings) ? LEAVING_OUT : "")
                + (settings.getGuidanceRefresh() > 1 ? REFRESHING : "")
                + (prompt ? PROMPT : "");
    }

    /** All names of a worker that knows a sampler. */
    public static List<String> known(Stream<String> samplers) {
        Stream<String> names = samplers;
        for (String mark : MARKS) {
            names = names.flatMap(name -> Stream.of(name, name + mark));
        }
        return names.toList();
    }

    /** The name of the sampler alone. */
    public static String sampler(String needed) {
        int mark = needed.indexOf(' ');
        return mark < 0 ? needed : needed.substring(0, mark);
    }

    private static boolean leavesOut(StageSettings settings) {
        boolean fewer = settings.getLastDenoisingSteps() > 0
                && settings.getLastDenoisingSteps() != settings.getDenoisingSteps();
        boolean ordered =
                settings.getOrder() != TokenOrder.TOKEN_ORDER_UNSPECIFIED && settings.getOrder() != TokenOrder.RANDOM;
        return fewer || ordered || settings.getUnguidedBelow() > 1;
    }
}
