/** The phone as camera: the page with the link for the phone. */
@NullMarked
package uz.fiskaldesk.desk.phone;

import org.jspecify.annotations.NullMarked;
