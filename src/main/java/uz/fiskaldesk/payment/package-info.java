/** Payments: their data and their states. Depends on the JDK only. */
@NullMarked
package uz.fiskaldesk.payment;

import org.jspecify.annotations.NullMarked;
