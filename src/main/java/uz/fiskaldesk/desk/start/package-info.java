/** The guide that leads through the first start. */
@NullMarked
package uz.fiskaldesk.desk.start;

import org.jspecify.annotations.NullMarked;
