/** What was paid: the facts of a payment, as the shop got them. Knows only the JDK. */
@NullMarked
package uz.fiskaldesk.payment;

import org.jspecify.annotations.NullMarked;
