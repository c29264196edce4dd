/** What the workflow of a payment promises. */
@NullMarked
package uz.fiskaldesk.confirm;

import org.jspecify.annotations.NullMarked;
