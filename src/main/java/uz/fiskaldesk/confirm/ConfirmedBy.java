package uz.fiskaldesk.confirm;

/** By whom a payment was confirmed. Only {@link #FISCALBOX} means that it is known to be fiscalised. */
public enum ConfirmedBy {
    FISCALBOX,
    /** A person has marked it as done. */
    PERSON,
    /** The simulator, which fiscalises nothing. */
    SIMULATOR
}
