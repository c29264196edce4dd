@NullMarked
package uz.fiskaldesk.desk.model;

import org.jspecify.annotations.NullMarked;
