/** What a cashier does to a payment besides sending it: set aside, confirm by hand, undo, and the reasons. */
@NullMarked
package uz.fiskaldesk.desk.acts;

import org.jspecify.annotations.NullMarked;
