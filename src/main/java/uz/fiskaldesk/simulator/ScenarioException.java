package uz.fiskaldesk.simulator;

/** Thrown for an invalid scenario. The message is one sentence for the user that names the place. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    public ScenarioException(String sentence) {
        super(sentence);
    }
}
