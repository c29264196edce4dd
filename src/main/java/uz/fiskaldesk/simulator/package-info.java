/**
 * A simulated FiscalBox for training, tests and POS developers: it responds like the real one and fails in the ways the
 * real one can.
 */
@NullMarked
package uz.fiskaldesk.simulator;

import org.jspecify.annotations.NullMarked;
