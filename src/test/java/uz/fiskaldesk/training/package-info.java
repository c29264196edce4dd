/** Tests of the training mode. */
@NullMarked
package uz.fiskaldesk.training;

import org.jspecify.annotations.NullMarked;
