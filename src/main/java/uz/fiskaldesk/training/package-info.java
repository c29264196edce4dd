/** Training mode: sample payments, their receipts, and a scenario for the simulated FiscalBox. */
@NullMarked
package uz.fiskaldesk.training;

import org.jspecify.annotations.NullMarked;
