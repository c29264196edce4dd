package uz.fiskaldesk.simulator;

/** A scenario that cannot be understood; the message is one plain sentence that names the place. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    public ScenarioException(String sentence) {
        super(sentence);
    }
}
